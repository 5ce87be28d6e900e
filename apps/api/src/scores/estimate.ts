import type { ScoreComparison, ScoreEstimate } from '@assay/contract/api/score-trend'
import { normalQuantile } from '@assay/stats/distributions/normal'
import { studentTQuantile } from '@assay/stats/distributions/student-t'
import { newcombe } from '@assay/stats/intervals/newcombe'
import { wilson } from '@assay/stats/intervals/wilson'
import type { ScoreMoments } from '@assay/store/clickhouse/queries/score-moments'

export const NO_MOMENTS: ScoreMoments = { n: 0, failed: 0, w: 0, ww: 0, wy: 0, wwy: 0, wwyy: 0, unbinary: 0 }

/** Moments of scores that are looked at together. */
export const addMoments = (a: ScoreMoments, b: ScoreMoments): ScoreMoments => ({
  n: a.n + b.n,
  failed: a.failed + b.failed,
  w: a.w + b.w,
  ww: a.ww + b.ww,
  wy: a.wy + b.wy,
  wwy: a.wwy + b.wwy,
  wwyy: a.wwyy + b.wwyy,
  unbinary: a.unbinary + b.unbinary,
})

export type Measure = ScoreComparison['measure']

/** A mean, and what its interval is made of. */
export interface Spread {
  mean: number
  /** Of the mean. */
  variance: number
  kish: number
}

/** As weigh of @assay/stats, from sums: Σ(w(y − m))² = Σw²y² − 2mΣw²y + m²Σw². */
export function spreadOf({ n, w, ww, wy, wwy, wwyy }: ScoreMoments): Spread {
  const mean = wy / w
  const squares = Math.max(0, wwyy - 2 * mean * wwy + mean * mean * ww)
  // What cancellation leaves of equal values is none.
  const spread = squares > 1e-12 * wwyy ? squares : 0
  return { mean, variance: n > 1 ? ((n / (n - 1)) * spread) / w ** 2 : 0, kish: w ** 2 / ww }
}

/** The size of an unweighted sample that tells as much of a rate: see weightedRate of @assay/stats. */
export function rateSize({ mean, variance, kish }: Spread): { rate: number; size: number } {
  const rate = Math.min(1, Math.max(0, mean))
  return { rate, size: variance > 0 ? Math.min(kish, (rate * (1 - rate)) / variance) : kish }
}

/**
 * A mean or rate from the sums of weighted scores, with its 95 % interval: of a rate Wilson's at the effective size, of
 * a mean Student's at Kish's size less 1, which needs a size of 2. The same as weightedRate and weightedMean of
 * @assay/stats find in the scores themselves.
 */
export function estimateOf(moments: ScoreMoments, measure: Measure): ScoreEstimate {
  const { n, w } = moments
  if (n === 0) return { n, effectiveSize: 0, population: 0, estimate: null, low: null, high: null }
  const spread = spreadOf(moments)
  const common = { n, population: w }
  if (measure === 'rate') {
    const { rate, size } = rateSize(spread)
    const { low, high } = wilson(rate * size, size)
    return { ...common, effectiveSize: size, estimate: rate, low, high }
  }
  const { mean, variance, kish } = spread
  if (!(kish >= 2)) return { ...common, effectiveSize: kish, estimate: mean, low: null, high: null }
  const reach = -studentTQuantile(0.025, kish - 1) * Math.sqrt(variance)
  return { ...common, effectiveSize: kish, estimate: mean, low: mean - reach, high: mean + reach }
}

/** Standard errors between nothing and what is found in 80 of 100 cases. */
const reachOf = () => normalQuantile(0.975) + normalQuantile(0.8)

/**
 * The difference a − b and its 95 % interval: of rates Newcombe's at the effective sizes, of means Welch's with
 * Satterthwaite's degrees of freedom. null where a side is empty, or of means worth fewer than two scores.
 */
export function compareMoments(
  a: ScoreMoments,
  b: ScoreMoments,
  measure: Measure,
): Pick<ScoreComparison, 'difference' | 'detectable'> {
  if (a.n === 0 || b.n === 0) return { difference: null, detectable: null }
  const [first, second] = [spreadOf(a), spreadOf(b)]
  if (measure === 'rate') {
    const [x, y] = [rateSize(first), rateSize(second)]
    const { difference, low, high } = newcombe(x.rate * x.size, x.size, y.rate * y.size, y.size)
    const pooled = (x.rate * x.size + y.rate * y.size) / (x.size + y.size)
    const error = Math.sqrt(pooled * (1 - pooled) * (1 / x.size + 1 / y.size))
    return {
      difference: { estimate: difference, low, high },
      detectable: error > 0 ? Math.min(1, reachOf() * error) : null,
    }
  }
  if (!(first.kish >= 2 && second.kish >= 2)) return { difference: null, detectable: null }
  const estimate = first.mean - second.mean
  const variance = first.variance + second.variance
  if (!(variance > 0)) return { difference: { estimate, low: estimate, high: estimate }, detectable: null }
  const freedom =
    variance ** 2 / (first.variance ** 2 / (first.kish - 1) + second.variance ** 2 / (second.kish - 1))
  const error = Math.sqrt(variance)
  const reach = -studentTQuantile(0.025, freedom) * error
  return {
    difference: { estimate, low: estimate - reach, high: estimate + reach },
    detectable: reachOf() * error,
  }
}

/** Values that are 0 and 1 throughout make a rate. */
export const measureOf = (moments: ScoreMoments, label: string | undefined): Measure =>
  label !== undefined || (moments.n > 0 && moments.unbinary === 0) ? 'rate' : 'mean'
