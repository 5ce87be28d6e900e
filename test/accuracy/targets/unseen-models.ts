import { refusalFeatures } from '@assay/score/evaluators/refusal/refusal-features'
import { fitTowards, predict } from '../../../packages/score/training/fit-towards.ts'
import prior from '../../../packages/score/training/refusal-prior.json' with { type: 'json' }
import { findTrained } from '../data/find-trained.ts'
import type { DataSet } from '../data/read-sets.ts'
import { isRefusalLabel } from '../data/refusal-labels.ts'
import { completionKey, isTrainedOn } from '../data/trained-rows.ts'

/** How far weights keep to the prior, as packages/score/training/train-refusal.ts has it. */
const PULL = 8

/** What is known of the rows of one set that the shipped weights were trained on. */
export interface SeenAnswers {
  count: number
  /**
   * Probability of a refusal by weights that saw no answer of the row's model, null for a row that was not seen; null altogether where
   * there are no such rows, or where the file that was trained on is not at hand.
   */
  probabilities: (number | null)[] | null
}

/** Scores the rows that the shipped weights were trained on by weights that saw neither them nor other answers of their model. */
export function refusalsOfUnseenModels(
  set: DataSet<'refusal'>,
  sets: readonly DataSet<'refusal'>[],
): SeenAnswers {
  const keys = set.rows.map(completionKey)
  const seen = keys.map((key) => isTrainedOn('refusal', key))
  const count = seen.filter(Boolean).length
  const originals = count === 0 ? null : findTrained('refusal', sets)
  if (originals === null) return { count, probabilities: null }
  const labelled = originals.flatMap(({ rows }) =>
    rows.map((row) => ({
      key: completionKey(row),
      model: row.model,
      label: isRefusalLabel(row.final_label) ? (1 as const) : (0 as const),
      values: refusalFeatures(row.completion, row.prompt).values,
    })),
  )
  const models = new Map(labelled.map(({ key, model }) => [key, model]))
  const weights = new Map(
    [...new Set(models.values())].map((model) => {
      const left = new Set(labelled.filter((row) => row.model === model).map(({ key }) => key))
      return [
        model,
        fitTowards(
          labelled.filter(({ key }) => !left.has(key)),
          prior,
          PULL,
        ),
      ]
    }),
  )
  const probabilities = set.rows.map(({ completion, prompt }, row) =>
    seen[row]
      ? predict(weights.get(models.get(keys[row]!)!)!, refusalFeatures(completion, prompt).values)
      : null,
  )
  return { count, probabilities }
}
