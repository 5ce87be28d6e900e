import { refuse } from '../shared/refuse.ts'
import { countRelevant, gradesOfRanking, type Grades } from './graded-ranking.ts'

/**
 * 1 / place of the first relevant document (grade above 0) among the first `k` places; 0 where none is there, null where no judged
 * document is relevant. Throws AssayError('invalid') for grades below 0 and a k below 1.
 */
export function reciprocalRank(
  ranking: readonly string[],
  grades: Grades,
  { k = Infinity }: { k?: number } = {},
): number | null {
  const place = gradesOfRanking(ranking, grades, k).findIndex((grade) => grade > 0)
  if (place >= 0) return 1 / (place + 1)
  return countRelevant(grades) > 0 ? 0 : null
}

/** Mean of a ranking metric over queries, such as MRR or MAP; queries without a value (null) are left out, null where all are. */
export function meanOverQueries(values: readonly (number | null)[]): {
  mean: number | null
  queries: number
} {
  const known = values.filter((value) => value !== null)
  if (known.some((value) => !Number.isFinite(value)))
    refuse('A value of a query is no finite number: give null.')
  const mean = known.length === 0 ? null : known.reduce((sum, value) => sum + value, 0) / known.length
  return { mean, queries: known.length }
}
