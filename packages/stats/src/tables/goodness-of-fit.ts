import { chiSquaredSf } from '../distributions/chi-squared.ts'
import { refuse, requirePairs } from '../shared/refuse.ts'
import type { TestResult } from '../two-sample/alternative.ts'

/**
 * Pearson's χ² of counts against counts that are known beforehand, with one degree of freedom less than
 * categories (SciPy: chisquare). For a reference that is itself a sample it fires too often: use
 * chiSquaredContingency.
 */
export function chiSquaredFit(observed: ArrayLike<number>, expected: ArrayLike<number>): TestResult {
  return fit(observed, expected, (count, goal) => (count - goal) ** 2 / goal)
}

/** The same by likelihood ratio (SciPy: power_divergence(lambda_='log-likelihood')). */
export function gFit(observed: ArrayLike<number>, expected: ArrayLike<number>): TestResult {
  return fit(observed, expected, (count, goal) => (count > 0 ? 2 * count * Math.log(count / goal) : 0))
}

function fit(
  observed: ArrayLike<number>,
  expected: ArrayLike<number>,
  term: (count: number, goal: number) => number,
): TestResult {
  requirePairs(observed, expected, 'Observed and expected counts')
  if (observed.length === 0) refuse('There are no categories: give at least one.')
  let statistic = 0
  for (let i = 0; i < observed.length; i++) {
    const count = observed[i]!
    const goal = expected[i]!
    if (!(count >= 0 && count < Infinity && goal > 0 && goal < Infinity))
      refuse(`Category ${i} has ${count} against ${goal}: give a count from 0 and an expected one above 0.`)
    statistic += term(count, goal)
  }
  statistic = Math.max(0, statistic)
  return { statistic, pValue: observed.length === 1 ? 1 : chiSquaredSf(statistic, observed.length - 1) }
}
