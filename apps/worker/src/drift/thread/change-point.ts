import { midRanks } from '@assay/stats/shared/mid-ranks'

/** Values that must stand on each side: a few at an end differ by chance. */
const LEAST = 10

/**
 * When a series most likely changed its level: the time of the first value after the change that the ranks tell best. The distance of
 * the ranks' sum from the expected one is taken by its deviation, so that a change near an end is not drawn to the middle, as it is in
 * Pettitt's test (1979). Values in any order of time; null for fewer than 20.
 */
export function changePoint(series: readonly { timeMs: number; value: number }[]): number | null {
  const n = series.length
  if (n < 2 * LEAST) return null
  const ordered = series.toSorted((a, b) => a.timeMs - b.timeMs)
  const { ranks } = midRanks(ordered.map(({ value }) => value))
  let [sum, best, at] = [0, -1, LEAST]
  for (let t = 1; t <= n - LEAST; t++) {
    sum += ranks[t - 1]!
    const distance = Math.abs(2 * sum - t * (n + 1)) / Math.sqrt(t * (n - t))
    if (t >= LEAST && distance > best) [best, at] = [distance, t]
  }
  return ordered[at]!.timeMs
}
