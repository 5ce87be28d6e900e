import { LATENCY_BOUNDS_MS } from '@assay/contract/judge-latency'

/** Standard normal quantile for 95 % of both sides. */
const Z = 1.96

/**
 * A quantile of times that were counted in the steps of LATENCY_BOUNDS_MS, in milliseconds, with an interval of 95 %: the times at the ranks
 * n·p ± 1.96·√(n·p·(1−p)) (David and Nagaraja, Order Statistics, 2003, 7.1). Within a step times are taken as spread evenly on a log scale, so
 * each number is within a quarter. null without times.
 */
export function latencyQuantile(
  counts: readonly number[],
  p: number,
): { estimate: number; low: number; high: number } | null {
  const n = counts.reduce((sum, count) => sum + count, 0)
  if (n === 0) return null
  const half = Z * Math.sqrt(n * p * (1 - p))
  const at = (rank: number) => timeAt(counts, Math.min(n, Math.max(0, rank)))
  return { estimate: at(n * p), low: at(n * p - half), high: at(n * p + half) }
}

function timeAt(counts: readonly number[], rank: number): number {
  let before = 0
  for (const [step, count] of counts.entries()) {
    if (count > 0 && before + count >= rank) {
      const upper = LATENCY_BOUNDS_MS[step] ?? LATENCY_BOUNDS_MS.at(-1)!
      const lower = LATENCY_BOUNDS_MS[step - 1] ?? upper / 1.25
      return lower * (upper / lower) ** ((rank - before) / count)
    }
    before += count
  }
  return LATENCY_BOUNDS_MS.at(-1)!
}
