import { LATENCY_BOUNDS_MS } from '@assay/contract/judge-latency'

/** Standard normal quantile for 95 % of both sides. */
const Z = 1.96

/**
 * A quantile of times that were counted in the steps of LATENCY_BOUNDS_MS, in milliseconds, with an interval of 95 %: the times at the ranks
 * n·p ± 1.96·√(n·p·(1−p)) (David and Nagaraja, Order Statistics, 2003, 7.1). Within a step times are taken as spread evenly on a log scale; the
 * interval takes in the whole steps of its ends, since more is not known; it is null where so few times have no such ranks (fewer than 73 at
 * p = 0.95). null without times.
 */
export function latencyQuantile(
  counts: readonly number[],
  p: number,
): { estimate: number; interval: { low: number; high: number } | null } | null {
  const n = counts.reduce((sum, count) => sum + count, 0)
  if (n === 0) return null
  const half = Z * Math.sqrt(n * p * (1 - p))
  const [low, high] = [n * p - half, n * p + half]
  return {
    estimate: timesAt(counts, n * p).time,
    interval:
      low < 0 || high > n ? null : { low: timesAt(counts, low).lower, high: timesAt(counts, high).upper },
  }
}

/** The time at a rank, and the step that it lies in. */
function timesAt(counts: readonly number[], rank: number): { lower: number; time: number; upper: number } {
  let before = 0
  for (const [step, count] of counts.entries()) {
    if (count > 0 && before + count >= rank) {
      const upper = LATENCY_BOUNDS_MS[step] ?? LATENCY_BOUNDS_MS.at(-1)!
      const lower = LATENCY_BOUNDS_MS[step - 1] ?? upper / 1.25
      return { lower, time: lower * (upper / lower) ** ((rank - before) / count), upper }
    }
    before += count
  }
  const last = LATENCY_BOUNDS_MS.at(-1)!
  return { lower: last, time: last, upper: last }
}
