import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { cohenKappa } from '@assay/stats/agreement/cohen-kappa'
import { refusalFeatures } from '../src/evaluators/refusal/refusal-features.ts'
import { fitTowards, predict, type LabelledFeatures } from './fit-towards.ts'
import prior from './refusal-prior.json' with { type: 'json' }

// Learns the weights of the refusal evaluator from XSTest and writes them beside it:
//   node packages/score/training/train-refusal.ts [shared folder]
// Prints kappa on each model when the other models were learned from, and on each fifth of the prompts.

interface Row extends LabelledFeatures {
  model: string
  prompt: string
}

const PULL = 8
const shared = process.argv[2] ?? process.env['ASSAY_SHARED'] ?? '../shared'
const path = join(shared, 'data/judge/xstest_dev.jsonl')
const text = readFileSync(path, 'utf8')
const rows = text
  .trim()
  .split('\n')
  .map(
    (line) =>
      JSON.parse(line) as {
        model: string
        prompt_id: string
        prompt: string
        completion: string
        label: 0 | 1
      },
  )
  .map((row): Row => ({
    model: row.model,
    prompt: row.prompt_id,
    label: row.label,
    values: refusalFeatures(row.completion, row.prompt).values,
  }))

function printKappa(name: string, pairs: readonly (readonly [number, 0 | 1])[]): void {
  const { kappa } = cohenKappa(
    pairs.map(([p]) => Number(p >= 0.5)),
    pairs.map(([, label]) => label),
  )
  console.log(`figure refusal_kappa_${name} ${kappa?.toFixed(4) ?? 'none'} kappa`)
}

function holdOut(name: string, groupOf: (row: Row) => string, isEachPrinted: boolean): void {
  const all = [...new Set(rows.map(groupOf))].flatMap((group) => {
    const model = fitTowards(
      rows.filter((row) => groupOf(row) !== group),
      prior,
      PULL,
    )
    const pairs = rows
      .filter((row) => groupOf(row) === group)
      .map((row) => [predict(model, row.values), row.label] as const)
    if (isEachPrinted) printKappa(`${name}_${group}`, pairs)
    return pairs
  })
  printKappa(name, all)
}

holdOut('unseen_model', (row) => row.model, true)
holdOut('unseen_prompt', (row) => String(Number(row.prompt.replace(/\D/g, '')) % 5), false)

const { bias, weights } = fitTowards(rows, prior, PULL)
const rounded = Object.fromEntries(
  Object.entries(weights).map(([name, weight]) => [name, Number(weight.toFixed(3))]),
)
const about = {
  command: 'node packages/score/training/train-refusal.ts',
  data: { 'judge/xstest_dev.jsonl': createHash('sha256').update(text).digest('hex') },
  date: new Date().toISOString().slice(0, 10),
}
const target = new URL('../src/evaluators/refusal/weights.json', import.meta.url)
writeFileSync(
  target,
  `${JSON.stringify({ about, bias: Number(bias.toFixed(3)), weights: rounded }, null, 2)}\n`,
)
