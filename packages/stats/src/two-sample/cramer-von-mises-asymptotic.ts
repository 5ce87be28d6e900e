import { sortedPair } from '../shared/pooled.ts'
import { cramerVonMisesSf } from '../distributions/cramer-von-mises.ts'
import type { TestResult } from './alternative.ts'
import { cramerVonMisesStatistic } from './cramer-von-mises-statistic.ts'

/**
 * Cramér-von Mises test of two samples of at least 2 by the limit law of T, moved and stretched to T's own mean
 * and variance (Anderson, 1962; SciPy: cramervonmises_2samp(method='asymptotic')). More sensitive than
 * Kolmogorov-Smirnov to shifts of the middle.
 */
export function cramerVonMisesAsymptotic(x: ArrayLike<number>, y: ArrayLike<number>): TestResult {
  const pair = sortedPair(x, y, 2)
  const { t } = cramerVonMisesStatistic(pair.x, pair.y)
  const n = x.length
  const m = y.length
  const total = n + m
  const product = n * m
  const mean = (1 + 1 / total) / 6
  const spread = 4 * product * total - 3 * (n * n + m * m) - 2 * product
  const variance = ((total + 1) / (total * total)) * (spread / (45 * 4 * product))
  return { statistic: t, pValue: cramerVonMisesSf(1 / 6 + (t - mean) / Math.sqrt(45 * variance)) }
}
