import { countRelevant, gradesOfRanking, type Grades } from './graded-ranking.ts'

/**
 * Average precision: the precision at each place of a relevant document (grade above 0), summed and divided by the number of relevant
 * documents that were judged, or by `k` where that is smaller, so that a perfect ranking has 1. null where none is relevant.
 * Throws AssayError('invalid') for grades below 0 and a k below 1.
 *
 * Buckley and Voorhees 2000; as trec_eval's map without k.
 */
export function averagePrecision(
  ranking: readonly string[],
  grades: Grades,
  { k = Infinity }: { k?: number } = {},
): number | null {
  let [found, sum] = [0, 0]
  for (const [i, grade] of gradesOfRanking(ranking, grades, k).entries()) {
    if (grade > 0) sum += ++found / (i + 1)
  }
  const relevant = countRelevant(grades)
  return relevant > 0 ? sum / Math.min(relevant, k) : null
}
