import { refuse, requireCount, requireShare } from '../shared/refuse.ts'
import { logBeta } from '../special/log-beta.ts'
import type { Interval } from './interval.ts'

/**
 * The beta prior that the sequence averages over; both 1 is even. It decides where the interval is short, never
 * whether it covers.
 */
export interface SequencePrior {
  a: number
  b: number
}

/**
 * The interval of a rate that may be looked at after every sample: with chance 1 − alpha at least it holds the
 * true rate at all looks at once. It is made of all p that the samples do not reject, B(a+S, b+n−S) / B(a, b) <
 * p^S·(1−p)^(n−S) / alpha, for S `successes` of n (H. Robbins, 1970: Ville's inequality over the beta-binomial
 * mixture). Of no samples it is 0 to 1.
 */
export function confidenceSequence(
  successes: number,
  n: number,
  alpha = 0.05,
  { a, b }: SequencePrior = { a: 1, b: 1 },
): Interval {
  requireCount(n, 'The number of samples')
  requireCount(successes, 'The number of successes')
  if (successes > n) refuse(`${successes} of ${n}: give no more successes than samples.`)
  requireShare(alpha, 'The level alpha')
  const failures = n - successes
  const level = Math.log(alpha) + logBeta(a + successes, b + failures) - logBeta(a, b)
  return {
    low: successes === 0 ? 0 : lowest(successes, n, level),
    high: failures === 0 ? 1 : 1 - lowest(failures, n, level),
  }
}

/**
 * The lower p with k·ln p + (n−k)·ln(1−p) = level, k from 1: concave in the logit, so Newton's method rises to
 * it from below.
 */
function lowest(k: number, n: number, level: number): number {
  let logit = level / k
  for (let i = 0; i < 200; i++) {
    const odds = Math.exp(logit)
    const gap = level - k * logit + n * Math.log1p(odds)
    const step = gap / (k - (n * odds) / (1 + odds))
    logit += step
    if (!(step > 1e-12 * Math.abs(logit))) break
  }
  return 1 / (1 + Math.exp(-logit))
}
