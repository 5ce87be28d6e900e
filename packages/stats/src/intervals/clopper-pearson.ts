import { betaQuantile } from '../distributions/beta.ts'
import { refuse, requireCount, requireShare } from '../shared/refuse.ts'
import type { Interval } from './interval.ts'

/**
 * The exact interval of a rate: it never covers less than its confidence, often more (Clopper and Pearson,
 * 1934; SciPy: binomtest().proportion_ci(method='exact')). `successes` of n, whole numbers, n from 1.
 */
export function clopperPearson(successes: number, n: number, confidence = 0.95): Interval {
  requireCount(n, 'The number of trials', 1)
  requireCount(successes, 'The number of successes')
  if (successes > n) refuse(`${successes} of ${n}: give no more successes than trials.`)
  requireShare(confidence, 'The confidence')
  const tail = (1 - confidence) / 2
  const failures = n - successes
  return {
    low: successes === 0 ? 0 : betaQuantile(tail, successes, failures + 1),
    // The upper limit is 1 less a lower quantile of the failures: that keeps its digits.
    high: failures === 0 ? 1 : 1 - betaQuantile(tail, failures, successes + 1),
  }
}
