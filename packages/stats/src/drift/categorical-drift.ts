import type { DistanceTestOptions } from '../permutation/distance-tests.ts'
import { countsTest } from '../permutation/table-test.ts'
import { chiSquaredContingency } from '../tables/contingency.ts'
import { fisherExact } from '../tables/fisher-exact.ts'
import { refuse, requireCount, requirePairs } from '../shared/refuse.ts'
import type { Drift } from './numeric-drift.ts'

/** Where every count is expected this often the χ² law holds to a few thousandths. */
const ENOUGH = 10

/**
 * Did the shares of categories change? Counts are whole, over the same categories in the same order. χ² of the
 * 2×k table; where a category is expected fewer than 10 times in a sample, Fisher's test by half of what is
 * equal for two categories and permutation for more. The effect is the total variation distance, ½·Σ|p − q|.
 * Categories that neither has are left out; with a single one left nothing can change.
 */
export function categoricalDrift(
  reference: readonly number[],
  current: readonly number[],
  options: DistanceTestOptions,
): Drift {
  requirePairs(reference, current, 'The counts of reference and current')
  for (const count of [...reference, ...current]) requireCount(count, 'A count')
  const kept = reference.flatMap((count, i) =>
    count + current[i]! > 0 ? [[count, current[i]!] as const] : [],
  )
  const first = kept.map(([count]) => count)
  const second = kept.map(([, count]) => count)
  const n = first.reduce((sum, count) => sum + count, 0)
  const m = second.reduce((sum, count) => sum + count, 0)
  if (n === 0 || m === 0) refuse('A sample has no counts: give at least one above 0 in each.')
  const effect = kept.reduce((sum, [p, q]) => sum + Math.abs(p / n - q / m), 0) / 2
  if (kept.length === 1) return { pValue: 1, effect }
  const isEnough = kept.every(([p, q]) => ((p + q) / (n + m)) * Math.min(n, m) >= ENOUGH)
  if (isEnough) return { pValue: chiSquaredContingency([first, second]).pValue, effect }
  const pValue =
    kept.length === 2
      ? fisherExact(first[0]!, first[1]!, second[0]!, second[1]!).midP
      : countsTest(first, second, options).pValue
  return { pValue, effect }
}
