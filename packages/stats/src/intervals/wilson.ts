import { normalQuantile } from '../distributions/normal.ts'
import { requireRate, requireShare } from '../shared/refuse.ts'
import type { Interval } from './interval.ts'

/**
 * Wilson's score interval of a rate: `successes` of n, without continuity correction, within 0 to 1 (E. B.
 * Wilson, 1927; SciPy: binomtest().proportion_ci(method='wilson')). For one look at data that are complete; for
 * repeated looks see confidence-sequence. Both numbers may be fractions, such as an effective sample size.
 */
export function wilson(successes: number, n: number, confidence = 0.95): Interval & { centre: number } {
  requireRate(successes, n)
  requireShare(confidence, 'The confidence')
  const z = normalQuantile((1 - confidence) / 2)
  const square = z * z
  const centre = (successes + square / 2) / (n + square)
  const half = Math.sqrt(square * ((successes / n) * (n - successes) + square / 4)) / (n + square)
  const high = successes === n ? 1 : Math.min(1, centre + half)
  // The product of both limits is known: their difference from the centre would cancel.
  return { low: (successes / n) * (successes / (n + square) / high), high, centre }
}
