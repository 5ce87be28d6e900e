import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseOptions } from './options.ts'
import { evaluatorFigures } from './report/evaluator-figures.ts'
import { renderPage } from './report/render-page.ts'
import { renderText } from './report/render-text.ts'
import { measureAll, STEP_NAMES } from './run.ts'

const ROOT = resolve(import.meta.dirname, '../..')

/** `pnpm accuracy [folder] [--only a,b] [--write]`: measures every evaluator and statistic on labelled data and prints how good they are; 1 where lines were bad. */
function main(args: readonly string[]): number {
  const { folder, write, only } = parseOptions(args, STEP_NAMES, process.env, ROOT)
  const { sections, notes, isWhole } = measureAll(folder, only, (what) => process.stderr.write(`${what}\n`))
  process.stdout.write(`${renderText(sections, notes)}\n`)
  if (write) {
    writeFileSync(join(ROOT, 'docs/ACCURACY.md'), renderPage(sections, notes))
    // The pages of the evaluators show the same figures.
    const figures = `${JSON.stringify(evaluatorFigures(sections), null, 2)}\n`
    writeFileSync(join(ROOT, 'apps/api/src/evaluators/accuracy.json'), figures)
  }
  if (!isWhole) process.stderr.write('Lines were bad and left out, as listed above.\n')
  return isWhole ? 0 : 1
}

try {
  process.exitCode = main(process.argv.slice(2))
} catch (error) {
  process.stderr.write(`${(error as Error).message}\n`)
  process.exitCode = 2
}
