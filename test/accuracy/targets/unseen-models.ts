import { refusalFeatures } from '@assay/score/evaluators/refusal/refusal-features'
import trained from '../../../packages/score/src/evaluators/refusal/weights.json' with { type: 'json' }
import { fitTowards, predict } from '../../../packages/score/training/fit-towards.ts'
import prior from '../../../packages/score/training/refusal-prior.json' with { type: 'json' }
import type { DataSet } from '../data/read-sets.ts'
import { isRefusalLabel } from '../data/refusal-labels.ts'

/** How far weights keep to the prior, as packages/score/training/train-refusal.ts has it. */
const PULL = 8

/**
 * Whether each answer refuses, by weights that were trained without any answer of its model; null where the shipped weights did not
 * see these rows, or where there is one model alone.
 */
export function refusalsOfUnseenModels({ sha256, rows }: DataSet<'refusal'>): boolean[] | null {
  const models = [...new Set(rows.map(({ model }) => model))]
  if (!Object.values<string>(trained.about.data).includes(sha256) || models.length < 2) return null
  const labelled = rows.map((row) => ({
    model: row.model,
    label: isRefusalLabel(row.final_label) ? (1 as const) : (0 as const),
    values: refusalFeatures(row.completion, row.prompt).values,
  }))
  const weights = new Map(
    models.map((model) => [
      model,
      fitTowards(
        labelled.filter((row) => row.model !== model),
        prior,
        PULL,
      ),
    ]),
  )
  return labelled.map(({ model, values }) => predict(weights.get(model)!, values) >= 0.5)
}
