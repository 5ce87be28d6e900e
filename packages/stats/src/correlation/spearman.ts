import { midRanks } from '../shared/mid-ranks.ts'
import { requirePairs, requireSample } from '../shared/refuse.ts'
import { correlate, correlationPValue } from './pearson.ts'

/**
 * Spearman's rank correlation of pairs, −1 to 1, ties by mid-ranks, with its two-sided p-value by Student's
 * law, null for two pairs (SciPy: spearmanr). null where one side is constant.
 */
export function spearman(
  x: ArrayLike<number>,
  y: ArrayLike<number>,
): { statistic: number; pValue: number | null } | null {
  requirePairs(x, y, 'The two sides')
  requireSample(x, 'The first side', 2)
  requireSample(y, 'The second side', 2)
  const statistic = correlate(midRanks(x).ranks, midRanks(y).ranks)
  if (statistic === null) return null
  return { statistic, pValue: x.length === 2 ? null : correlationPValue(statistic, x.length) }
}
