import { averagePrecision } from '@assay/stats/ranking/average-precision'
import { ndcg } from '@assay/stats/ranking/ndcg'
import { precisionAtK, recallAtK } from '@assay/stats/ranking/recall-at-k'
import { reciprocalRank } from '@assay/stats/ranking/reciprocal-rank'
import { z } from 'zod'
import { notApplicable } from '../../evaluate.ts'
import type { SampleEvaluator } from '../../evaluator.ts'
import { scored } from '../../scored.ts'

const METRICS = ['ndcg', 'reciprocalRank', 'averagePrecision', 'recall', 'precision'] as const

const PARAMETERS = z.object({
  metric: z.enum(METRICS).default('ndcg'),
  /** Places that count, from the first. */
  k: z.int().min(1).max(1_000).default(10),
})

/** Do the passages that answer the question stand first? nDCG of the first ten, or another measure; all are in the details. */
export const retrievalRanking: SampleEvaluator<'retrieval-ranking', typeof PARAMETERS> = {
  name: 'retrieval-ranking',
  version: '1',
  title: 'Retrieval ranking',
  question: 'Were the passages that answer the question retrieved, and do they stand first?',
  scope: 'sample',
  needs: ['context', 'relevantIds'],
  range: { low: 0, high: 1, bad: 'low' },
  labels: ['all_found', 'some_found', 'none_found'],
  badLabel: 'none_found',
  languages: 'any',
  parameters: PARAMETERS,
  evaluate({ context, relevantIds }, { metric, k }) {
    if (context!.every(({ id }) => id === null))
      return notApplicable('missing_relevant_ids', 'The passages have no ids: send them with their ids.')
    // A passage without an id is none of the relevant ones, and keeps its place.
    const ranking = context!.map(({ id }, place) => id ?? `\u0000${place}`)
    const grades = new Map(relevantIds!.map((id) => [id, 1]))
    const values = {
      ndcg: ndcg(ranking, grades, { k })!,
      reciprocalRank: reciprocalRank(ranking, grades, { k })!,
      averagePrecision: averagePrecision(ranking, grades, { k })!,
      recall: recallAtK(ranking, grades, k)!,
      precision: precisionAtK(ranking, grades, k),
    }
    const label = values.recall === 1 ? 'all_found' : values.recall > 0 ? 'some_found' : 'none_found'
    const found = Math.round(values.recall * grades.size)
    return scored({
      value: Math.min(1, values[metric]),
      label,
      explanation: `${found} of ${grades.size} relevant passages stand among the first ${Math.min(k, ranking.length)}.`,
      details: { ...values, k, passages: ranking.length },
    })
  },
}
