import type { DriftSummary } from '@assay/contract/api/drift'
import { studentTQuantile } from '@assay/stats/distributions/student-t'
import { weigh } from '@assay/stats/intervals/inverse-weights'
import { sortedQuantile } from '@assay/stats/shared/moments'

type Change = Pick<DriftSummary, 'before' | 'after' | 'difference'>

/** 97.5 % quantile of the normal law. */
const Z = 1.959964

/** A quantile and its 95 % interval by the order of the values (David and Nagaraja, Order Statistics, 2003, 7.1). */
export function quantileInterval(
  sorted: Float64Array,
  share: number,
): { at: number; low: number; high: number } {
  const n = sorted.length
  const reach = Z * Math.sqrt(n * share * (1 - share))
  const place = (rank: number) => sorted[Math.min(n - 1, Math.max(0, rank))]!
  return {
    at: sortedQuantile(sorted, share),
    low: place(Math.floor(n * share - reach) - 1),
    high: place(Math.ceil(n * share + reach)),
  }
}

/** The change of a quantile; its interval is made of those of both sides (MOVER: Zou and Donner, 2008). */
export function quantileChange(before: Float64Array, after: Float64Array, share: number): Change {
  const old = quantileInterval(before, share)
  const now = quantileInterval(after, share)
  const estimate = now.at - old.at
  return {
    before: old.at,
    after: now.at,
    difference: {
      estimate,
      low: estimate - Math.hypot(now.at - now.low, old.high - old.at),
      high: estimate + Math.hypot(now.high - now.at, old.at - old.low),
    },
  }
}

/** The change of a mean, each value weighed by 1 / its inclusion probability; 95 % by Student's law at the effective sizes. */
export function meanChange(
  before: { values: Float64Array; probabilities: Float64Array },
  after: { values: Float64Array; probabilities: Float64Array },
): Change & { error: number; freedom: number } {
  const old = weigh(before.values, before.probabilities)
  const now = weigh(after.values, after.probabilities)
  const estimate = now.mean - old.mean
  const error = Math.sqrt(old.variance + now.variance)
  const freedom = Math.max(1, old.kishSize + now.kishSize - 2)
  const reach = -studentTQuantile(0.025, freedom) * error
  return {
    before: old.mean,
    after: now.mean,
    difference: { estimate, low: estimate - reach, high: estimate + reach },
    error,
    freedom,
  }
}

export const excludesZero = ({ difference: { low, high } }: Change): boolean => low > 0 || high < 0
