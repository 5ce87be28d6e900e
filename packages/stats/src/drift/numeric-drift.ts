import { cramerVonMisesPermutation, type DistanceTestOptions } from '../permutation/distance-tests.ts'
import { sortedPair } from '../shared/pooled.ts'
import { kolmogorovSmirnovDistance } from '../two-sample/kolmogorov-smirnov-distance.ts'
import { kolmogorovSmirnov } from '../two-sample/kolmogorov-smirnov.ts'

/** Below it the possible distances are so few that Kolmogorov-Smirnov meets a level only to half a percent. */
const SMALL = 300

/**
 * What a drift alarm needs: `pValue`, to be corrected over columns, and `effect`, how far reference and current
 * are apart from 0 (equal) to 1 (nothing in common), which says whether a difference matters.
 */
export interface Drift {
  pValue: number
  effect: number
}

/**
 * Did a number change its distribution? Made so that without a change p ≤ 0.05 comes up in 5 % of windows, for
 * any law, with any ties, from 30 values a side to any number: Cramér-von Mises by permutation where either
 * sample is smaller than 300, Kolmogorov-Smirnov given the ties above. The effect is the Kolmogorov-Smirnov
 * distance.
 */
export function numericDrift(
  reference: ArrayLike<number>,
  current: ArrayLike<number>,
  options: DistanceTestOptions,
): Drift {
  if (Math.min(reference.length, current.length) >= SMALL) {
    const { statistic, midP } = kolmogorovSmirnov(reference, current)
    return { pValue: midP, effect: statistic }
  }
  const { pValue } = cramerVonMisesPermutation(reference, current, options)
  const pair = sortedPair(reference, current)
  return { pValue, effect: kolmogorovSmirnovDistance(pair.x, pair.y).distance }
}
