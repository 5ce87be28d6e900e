import { normalQuantile } from '../distributions/normal.ts'
import type { Interval } from '../intervals/interval.ts'
import { mean } from '../shared/moments.ts'
import { requirePairs, requireSample, requireShare } from '../shared/refuse.ts'
import { incompleteBeta } from '../special/incomplete-beta.ts'
import type { TestResult } from '../two-sample/alternative.ts'

/**
 * Pearson's correlation of pairs, −1 to 1, with its two-sided p-value by Student's law and Fisher's interval
 * (SciPy: pearsonr). null where one side is constant. With two pairs the p-value is 1, with up to three the
 * interval −1 to 1.
 */
export function pearson(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  confidence = 0.95,
): (TestResult & { interval: Interval }) | null {
  requirePairs(x, y, 'The two sides')
  requireSample(x, 'The first side', 2)
  requireSample(y, 'The second side', 2)
  requireShare(confidence, 'The confidence')
  const statistic = correlate(x, y)
  if (statistic === null) return null
  const reach = x.length > 3 ? -normalQuantile((1 - confidence) / 2) / Math.sqrt(x.length - 3) : Infinity
  const interval =
    Math.abs(statistic) === 1 && x.length > 3
      ? { low: statistic, high: statistic }
      : { low: Math.tanh(Math.atanh(statistic) - reach), high: Math.tanh(Math.atanh(statistic) + reach) }
  return { statistic, pValue: x.length === 2 ? 1 : correlationPValue(statistic, x.length), interval }
}

/** The correlation alone; null where one side is constant. */
export function correlate(x: ArrayLike<number>, y: ArrayLike<number>): number | null {
  const centreX = mean(x)
  const centreY = mean(y)
  let xx = 0
  let yy = 0
  let xy = 0
  for (let i = 0; i < x.length; i++) {
    const dx = x[i]! - centreX
    const dy = y[i]! - centreY
    xx += dx * dx
    yy += dy * dy
    xy += dx * dy
  }
  const isConstant = (values: ArrayLike<number>) =>
    Array.prototype.every.call(values, (value) => value === values[0])
  if (!(xx > 0 && yy > 0) || isConstant(x) || isConstant(y)) return null
  return Math.min(1, Math.max(-1, xy / Math.sqrt(xx) / Math.sqrt(yy)))
}

/** P(|R| ≥ |r|) of n independent pairs, n from 3: that of Student's t with n − 2 degrees of freedom. */
export function correlationPValue(r: number, n: number): number {
  return incompleteBeta(n / 2 - 1, 0.5, (1 - r) * (1 + r), r * r).lower
}
