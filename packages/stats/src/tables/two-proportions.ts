import { normalSf } from '../distributions/normal.ts'
import { requireRate } from '../shared/refuse.ts'
import type { TestResult } from '../two-sample/alternative.ts'

/**
 * Two-sided z-test of two rates k1/n1 and k2/n2 with their pooled variance; `statistic` is z, above 0 where the
 * first is the higher. Where both are 0, or both 1, z is 0 and the p-value 1.
 */
export function twoProportions(k1: number, n1: number, k2: number, n2: number): TestResult {
  requireRate(k1, n1)
  requireRate(k2, n2)
  const pooled = (k1 + k2) / (n1 + n2)
  const error = Math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
  const statistic = error > 0 ? (k1 / n1 - k2 / n2) / error : 0
  return { statistic, pValue: Math.min(1, 2 * normalSf(Math.abs(statistic))) }
}
