import { midRanks } from '@assay/stats/shared/mid-ranks'

/**
 * When a series most likely changed its level: the time of the first value after the change that the ranks tell best (Pettitt, 1979).
 * Values in any order of time; null for fewer than two.
 */
export function changePoint(series: readonly { timeMs: number; value: number }[]): number | null {
  if (series.length < 2) return null
  const ordered = series.toSorted((a, b) => a.timeMs - b.timeMs)
  const { ranks } = midRanks(ordered.map(({ value }) => value))
  const n = ordered.length
  let [sum, best, at] = [0, -1, 1]
  for (let t = 1; t < n; t++) {
    sum += ranks[t - 1]!
    const distance = Math.abs(2 * sum - t * (n + 1))
    if (distance > best) [best, at] = [distance, t]
  }
  return ordered[at]!.timeMs
}
