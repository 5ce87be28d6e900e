import { refuse, requireCount } from '../shared/refuse.ts'

/** Grades of the documents that were judged for a query: 0 is irrelevant, more is better. A document that is not listed counts as 0. */
export type Grades = ReadonlyMap<string, number>

/**
 * The grades of the first `k` places of a ranking. A document that stands in it again keeps its place and earns nothing.
 * Throws AssayError('invalid') for grades below 0 or not finite, and a k below 1.
 */
export function gradesOfRanking(ranking: readonly string[], grades: Grades, k = Infinity): number[] {
  if (k !== Infinity) requireCount(k, 'k', 1)
  for (const grade of grades.values()) {
    if (!(grade >= 0 && grade < Infinity)) refuse(`A grade is ${grade}: give a number from 0.`)
  }
  const seen = new Set<string>()
  return ranking.slice(0, k).map((id) => {
    if (seen.has(id)) return 0
    seen.add(id)
    return grades.get(id) ?? 0
  })
}

/** How many judged documents are relevant: have a grade above 0. */
export function countRelevant(grades: Grades): number {
  return [...grades.values()].filter((grade) => grade > 0).length
}
