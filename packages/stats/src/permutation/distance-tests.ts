import type { Random } from '../random/seeded.ts'
import { sortedPair } from '../shared/pooled.ts'
import type { TestResult } from '../two-sample/alternative.ts'
import { type PermutationOptions, sequentialPermutation } from './sequential.ts'
import { gapSum, permute, pooledSteps } from './steps-between.ts'

export interface DistanceTestOptions extends PermutationOptions {
  random: Random
}

/**
 * Energy distance of two samples with its permutation p-value; exact for any law and any ties. Time: that of
 * sorting, and n + m for each permutation.
 */
export function energyTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: DistanceTestOptions,
): TestResult {
  const { sum, pValue } = gapTest(x, y, 'distance', 2, options)
  return { statistic: Math.sqrt(2 * sum), pValue }
}

/** Wasserstein distance of two samples, in the unit of their values, with its permutation p-value, as energyTest. */
export function wassersteinTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: DistanceTestOptions,
): TestResult {
  const { sum, pValue } = gapTest(x, y, 'distance', 1, options)
  return { statistic: sum, pValue }
}

/**
 * Cramér-von Mises test of two samples by permutation: what it sees are ranks, so outliers don't rule it, and
 * ties make it neither shy nor bold. `statistic` is the mean of (F − G)² over the pooled sample, from 0 to 1.
 */
export function cramerVonMisesPermutation(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  options: DistanceTestOptions,
): TestResult {
  const { sum, pValue } = gapTest(x, y, 'rank', 2, options)
  return { statistic: sum / (x.length + y.length), pValue }
}

function gapTest(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  weighting: 'distance' | 'rank',
  power: 1 | 2,
  options: DistanceTestOptions,
): { sum: number; pValue: number } {
  const pair = sortedPair(x, y)
  const steps = pooledSteps(pair.x, pair.y, weighting)
  const measure = gapSum(steps, power)
  const sum = measure()
  const draw = () => {
    permute(steps, options.random)
    return measure()
  }
  return { sum, pValue: sequentialPermutation(sum, draw, options) }
}
