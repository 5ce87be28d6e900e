import { studentTQuantile, studentTSf } from '../distributions/student-t.ts'
import type { Interval } from '../intervals/interval.ts'
import { mean, squaredDeviations } from '../shared/moments.ts'
import { requireSample, requireShare } from '../shared/refuse.ts'
import type { Alternative } from './alternative.ts'

/** `interval` is that of mean(x) − mean(y); one-sided where the alternative is. */
export interface TTest {
  statistic: number
  pValue: number
  df: number
  interval: Interval
}

/**
 * Welch's t-test of equal means with unequal variances (B. L. Welch, 1947; SciPy: ttest_ind(equal_var=False)).
 * null where it is undefined: a sample of one value, or no spread in either sample.
 */
export function welchTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  alternative: Alternative = 'two-sided',
  confidence = 0.95,
): TTest | null {
  requireSample(x, 'The first sample')
  requireSample(y, 'The second sample')
  if (x.length < 2 || y.length < 2) return null
  const vx = squaredDeviations(x) / (x.length - 1) / x.length
  const vy = squaredDeviations(y) / (y.length - 1) / y.length
  if (!(vx + vy > 0)) return null
  const share = vx / (vx + vy)
  const df = 1 / (share ** 2 / (x.length - 1) + (1 - share) ** 2 / (y.length - 1))
  return tTest(mean(x) - mean(y), Math.sqrt(vx + vy), df, alternative, confidence)
}

/** Student's t-test of equal means with equal variances (SciPy: ttest_ind); null as in welchTest. */
export function pooledTTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  alternative: Alternative = 'two-sided',
  confidence = 0.95,
): TTest | null {
  requireSample(x, 'The first sample')
  requireSample(y, 'The second sample')
  const df = x.length + y.length - 2
  if (df < 1) return null
  const variance = (squaredDeviations(x) + squaredDeviations(y)) / df
  if (!(variance > 0)) return null
  return tTest(
    mean(x) - mean(y),
    Math.sqrt(variance / x.length + variance / y.length),
    df,
    alternative,
    confidence,
  )
}

function tTest(
  difference: number,
  error: number,
  df: number,
  alternative: Alternative,
  confidence: number,
): TTest {
  requireShare(confidence, 'The confidence')
  const statistic = difference / error
  if (alternative === 'two-sided') {
    const reach = -error * studentTQuantile((1 - confidence) / 2, df)
    const pValue = Math.min(1, 2 * studentTSf(Math.abs(statistic), df))
    return { statistic, pValue, df, interval: { low: difference - reach, high: difference + reach } }
  }
  const reach = -error * studentTQuantile(1 - confidence, df)
  return alternative === 'less'
    ? {
        statistic,
        pValue: studentTSf(-statistic, df),
        df,
        interval: { low: -Infinity, high: difference + reach },
      }
    : {
        statistic,
        pValue: studentTSf(statistic, df),
        df,
        interval: { low: difference - reach, high: Infinity },
      }
}
