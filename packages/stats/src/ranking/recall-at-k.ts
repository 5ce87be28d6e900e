import { countRelevant, gradesOfRanking, type Grades } from './graded-ranking.ts'

const countFound = (ranking: readonly string[], grades: Grades, k: number) =>
  gradesOfRanking(ranking, grades, k).filter((grade) => grade > 0).length

/**
 * Share of the relevant documents (grade above 0) that stands among the first `k` places; null where none is relevant.
 * Throws AssayError('invalid') for grades below 0 and a k below 1.
 */
export function recallAtK(ranking: readonly string[], grades: Grades, k: number): number | null {
  const found = countFound(ranking, grades, k)
  const relevant = countRelevant(grades)
  return relevant > 0 ? found / relevant : null
}

/**
 * Share of the first `k` places that holds relevant documents; a shorter ranking counts as filled up with irrelevant ones, as in
 * trec_eval. Throws AssayError('invalid') for grades below 0 and a k below 1.
 */
export function precisionAtK(ranking: readonly string[], grades: Grades, k: number): number {
  return countFound(ranking, grades, k) / k
}
