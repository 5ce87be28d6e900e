import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildUi } from '@assay/app/build-ui'
import type { Counts, JsonReport } from './runner/count-results.ts'
import { countResults, needsStores, needsUi } from './runner/count-results.ts'
import { NO_CHROMIUM, findChromium } from './runner/find-chromium.ts'
import { LAID_IN } from './runner/laid-postgres.ts'
import { layPostgres } from './runner/lay-postgres.ts'

/** Builds the UI where it is needed and stale, runs vitest with the given arguments, prints the count of tests. */
async function main(args: readonly string[]): Promise<number> {
  if (needsUi(args)) {
    await buildUi(say)
    if (findChromium(process.env, existsSync) === null) say(NO_CHROMIUM)
  }
  const folder = mkdtempSync(join(tmpdir(), 'assay-test-'))
  try {
    if (needsStores(args)) await layPostgres(folder)
    const report = join(folder, 'report.json')
    const exitCode = await runVitest(
      [...args, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`],
      needsStores(args) ? { [LAID_IN]: folder } : {},
    )
    const counts = readCounts(report)
    if (findChromium(process.env, existsSync) === null && needsUi(args)) say(NO_CHROMIUM)
    say(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`)
    return exitCode === 0 && counts.failed > 0 ? 1 : exitCode
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`)
}

function runVitest(args: readonly string[], env: Record<string, string>): Promise<number> {
  const vitest = join(fileURLToPath(import.meta.resolve('vitest/package.json')), '../vitest.mjs')
  return new Promise((resolve, reject) => {
    const cwd = join(import.meta.dirname, '..')
    const child = spawn(process.execPath, [vitest, 'run', ...args], {
      cwd,
      env: { ...process.env, ...env },
      stdio: 'inherit',
    })
    child.on('error', reject)
    child.on('exit', (code) => {
      resolve(code ?? 1)
    })
  })
}

/** Without a report vitest itself broke down, which is one failure. */
function readCounts(path: string): Counts {
  if (!existsSync(path)) return { passed: 0, failed: 1, skipped: 0 }
  return countResults(JSON.parse(readFileSync(path, 'utf8')) as JsonReport)
}

// pnpm hands a `--` through that stands before the arguments.
process.exitCode = await main(process.argv.slice(2).filter((arg, index) => index > 0 || arg !== '--'))
