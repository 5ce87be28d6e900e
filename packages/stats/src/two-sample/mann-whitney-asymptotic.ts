import { normalSf } from '../distributions/normal.ts'
import { sortedPair } from '../shared/pooled.ts'
import type { Alternative } from './alternative.ts'
import { mannWhitneyU } from './mann-whitney-rank.ts'

/**
 * Mann-Whitney test by the normal law with the variance corrected for ties; `statistic` is U of the first
 * sample, U/(n·m) the chance that its value is the larger (Mann and Whitney, 1947; SciPy:
 * mannwhitneyu(method='asymptotic')). `continuity` moves U by ½ towards the middle. Where all values are equal
 * the p-value is 1, and null without continuity.
 */
export function mannWhitneyAsymptotic(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
  { alternative = 'two-sided', continuity = true }: { alternative?: Alternative; continuity?: boolean } = {},
): { statistic: number; pValue: number | null } {
  const pair = sortedPair(x, y)
  const { u, ties } = mannWhitneyU(pair.x, pair.y)
  const n = x.length
  const m = y.length
  const total = n + m
  const pairs = n * m
  const side =
    alternative === 'two-sided' ? Math.max(u, pairs - u) : alternative === 'greater' ? u : pairs - u
  const variance = (pairs / 12) * (total + 1 - ties / total / (total - 1))
  if (!(variance > 0)) return { statistic: u, pValue: continuity ? 1 : null }
  const z = (side - pairs / 2 - (continuity ? 0.5 : 0)) / Math.sqrt(variance)
  return { statistic: u, pValue: Math.min(1, normalSf(z) * (alternative === 'two-sided' ? 2 : 1)) }
}
