import type { Measured } from '@assay/contract/api/evaluator-report'
import { binomialCdf } from '@assay/stats/distributions/binomial'
import { sortedQuantile } from '@assay/stats/shared/moments'

const TAIL = 0.025

/**
 * A quantile of a sample with the 95 % interval between two of its values, whatever their law: as many values lie below the quantile
 * as a binomial law says (David and Nagaraja, Order Statistics, 7.1). A bound that so few values do not have is null.
 *
 * @param share 0 to 1. @returns null for no values.
 */
export function quantileOf(values: readonly number[], share: number): Measured | null {
  const n = values.length
  if (n === 0) return null
  const sorted = Float64Array.from(values).sort()
  // The places, from 1, of the greatest lower and the least upper bound.
  const below = leastAbove(n, share, TAIL)
  const above = leastAbove(n, share, 1 - TAIL) + 1
  return {
    n,
    estimate: sortedQuantile(sorted, share),
    low: sorted[below - 1] ?? null,
    high: sorted[above - 1] ?? null,
  }
}

/** The least k for which P(K ≤ k) of the binomial law is above a level. */
function leastAbove(n: number, share: number, level: number): number {
  let low = 0
  let high = n
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (binomialCdf(middle, n, share) > level) high = middle
    else low = middle + 1
  }
  return low
}
