import { refuse } from '../shared/refuse.ts'
import { gradesOfRanking, type Grades } from './graded-ranking.ts'

/**
 * Normalised discounted cumulative gain of a ranking's first `k` places, from 0 to 1: the sum of gain / log2(place + 1) over that of
 * the best order of all judged documents. A gain is the grade (`linear`, as trec_eval and scikit-learn) or 2^grade - 1
 * (`exponential`, as Burges et al. 2005). null where no judged document is relevant.
 * Throws AssayError('invalid') for grades below 0, for exponential gains of grades above 50 and a k below 1.
 *
 * Järvelin and Kekäläinen 2002.
 */
export function ndcg(
  ranking: readonly string[],
  grades: Grades,
  { k = Infinity, gain = 'linear' }: { k?: number; gain?: 'linear' | 'exponential' } = {},
): number | null {
  const got = gradesOfRanking(ranking, grades, k)
  const best = [...grades.values()].sort((a, b) => b - a).slice(0, k)
  if (gain === 'exponential' && best[0]! > 50)
    refuse(`A grade is ${best[0]!}: exponential gains take grades to 50, use linear ones.`)
  const sum = (list: readonly number[]) =>
    list.reduce(
      (total, grade, i) => total + (gain === 'linear' ? grade : 2 ** grade - 1) / Math.log2(i + 2),
      0,
    )
  const ideal = sum(best)
  return ideal > 0 ? sum(got) / ideal : null
}
