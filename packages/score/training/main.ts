import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { countStems } from './count-stems.ts'
import { readRows } from './read-rows.ts'

const HELP = `node packages/score/training/main.ts [folder] [--write]
Trains the models of faithfulness on folder/faithfulness/*.jsonl (ASSAY_SHARED/data, or ../shared/data) and prints what they reach on
documents and on sets that they never saw. --write replaces the shipped weights and word frequencies.`

const FAITHFULNESS = join(import.meta.dirname, '../src/evaluators/faithfulness')

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
})
if (values.help) {
  console.log(HELP)
  process.exit(0)
}
const folder = positionals[0] ?? join(process.env['ASSAY_SHARED'] ?? '../shared', 'data')
const { rows, hashes } = readRows(folder)
if (values.write) write('word-frequencies.json', countStems(rows))

// Features read the frequencies when they are loaded, so they are loaded after those are written.
const { measureRows, trainModels } = await import('./train-models.ts')
const { crossValidate } = await import('./cross-validate.ts')
const { fitBar } = await import('./fit-bar.ts')
const measured = measureRows(rows)
console.log(`${measured.length} of ${rows.length} answers claim something`)
for (const { group, how, rows: count, auroc, balancedAccuracy } of crossValidate(measured)) {
  const area = auroc === null ? '-' : auroc.toFixed(3)
  console.log(
    `${how.padEnd(16)} ${group.padEnd(14)} n ${String(count).padStart(5)}  AUROC ${area}  BA ${balancedAccuracy.toFixed(3)}`,
  )
}
const { bar, figures } = fitBar(measured)
for (const { parts, flaggedFaithful, flaggedUnfaithful } of figures) {
  console.log(
    `composed of ${String(parts).padStart(2)} answers: flags ${flaggedFaithful.toFixed(3)} of the faithful, ${flaggedUnfaithful.toFixed(3)} of those with one unsupported part`,
  )
}
if (values.write) {
  write('weights.json', {
    command: 'node packages/score/training/main.ts --write',
    trained: new Date().toISOString().slice(0, 10),
    data: hashes,
    barPerLogClaims: bar,
    models: trainModels(measured),
  })
}

function write(file: string, content: unknown): void {
  const round = (_: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toPrecision(6)) : value
  writeFileSync(join(FAITHFULNESS, file), `${JSON.stringify(content, round, 2)}\n`)
}
