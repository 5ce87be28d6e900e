import { chiSquaredSf } from '../distributions/chi-squared.ts'
import type { TestResult } from '../two-sample/alternative.ts'
import { expectedCounts } from './expected-counts.ts'

/** `expected`: the counts that independence would give; `dof` 0 means a single row or column, and a p-value of 1. */
export interface ContingencyTest extends TestResult {
  dof: number
  expected: number[][]
}

/**
 * Pearson's χ² test of independence of the rows and columns of a table of counts (K. Pearson, 1900; SciPy:
 * chi2_contingency). `yates` moves each count of a 2×2 table by up to ½ towards what is expected (Yates, 1934).
 * Throws where a row or column adds up to 0.
 */
export function chiSquaredContingency(
  table: readonly (readonly number[])[],
  { yates = false }: { yates?: boolean } = {},
): ContingencyTest {
  return contingency(table, yates, (observed, expected) => (observed - expected) ** 2 / expected)
}

/**
 * The likelihood-ratio form, 2·Σ observed·ln(observed/expected) (SciPy:
 * chi2_contingency(lambda_='log-likelihood')).
 */
export function gContingency(
  table: readonly (readonly number[])[],
  { yates = false }: { yates?: boolean } = {},
): ContingencyTest {
  return contingency(table, yates, (observed, expected) =>
    observed > 0 ? 2 * observed * Math.log(observed / expected) : 0,
  )
}

function contingency(
  table: readonly (readonly number[])[],
  yates: boolean,
  term: (observed: number, expected: number) => number,
): ContingencyTest {
  const expected = expectedCounts(table)
  const dof = (expected.length - 1) * (expected[0]!.length - 1)
  let statistic = 0
  for (const [i, row] of table.entries()) {
    for (const [j, count] of row.entries()) {
      const goal = expected[i]![j]!
      const moved =
        yates && dof === 1 ? count + Math.sign(goal - count) * Math.min(0.5, Math.abs(goal - count)) : count
      statistic += term(moved, goal)
    }
  }
  statistic = Math.max(0, statistic)
  return { statistic, dof, pValue: dof === 0 ? 1 : chiSquaredSf(statistic, dof), expected }
}
