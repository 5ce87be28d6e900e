import { kolmogorovOneSampleSf } from '../distributions/kolmogorov-one-sample.ts'
import { kolmogorovSf } from '../distributions/kolmogorov.ts'
import { sortedPair } from '../shared/pooled.ts'
import type { TestResult } from './alternative.ts'
import { kolmogorovSmirnovDistance } from './kolmogorov-smirnov-distance.ts'

/**
 * Two-sided Kolmogorov-Smirnov test of two samples by the one-sample law at n·m/(n+m), rounded half to even
 * (SciPy: ks_2samp(method='asymp')); `limit` is the p-value of Kolmogorov's limit law. Ties make both too shy:
 * see kolmogorov-smirnov. Time: that of sorting.
 */
export function kolmogorovSmirnovAsymptotic(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): TestResult & { limit: number } {
  const pair = sortedPair(x, y)
  const { distance } = kolmogorovSmirnovDistance(pair.x, pair.y)
  const size = (x.length / (x.length + y.length)) * y.length
  return {
    statistic: distance,
    pValue: kolmogorovOneSampleSf(distance, Math.max(1, roundEven(size))),
    limit: kolmogorovSf(Math.sqrt(size) * distance),
  }
}

function roundEven(value: number): number {
  const rounded = Math.round(value)
  return rounded - value === 0.5 && rounded % 2 === 1 ? rounded - 1 : rounded
}
