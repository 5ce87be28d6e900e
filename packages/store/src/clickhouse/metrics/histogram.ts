import type { Subtract } from './increments.ts'

/** Observations: how many, their sum, and their extremes; null where a part of them does not tell. */
export interface Observations {
  count: number
  sum: number | null
  min: number | null
  max: number | null
}

/** Observations in buckets: `counts` has one more than `bounds`, for what lies above the last, or both are empty. */
export interface Histogram extends Observations {
  bounds: readonly number[]
  counts: readonly number[]
}

/** The observations of `later` that are not in `earlier`; extremes of cumulative points are of no step, so they are lost. */
export function subtractObservations(later: Observations, earlier: Observations): Observations | 'reset' {
  if (later.count < earlier.count) return 'reset'
  const sum = later.sum === null || earlier.sum === null ? null : later.sum - earlier.sum
  return { count: later.count - earlier.count, sum, min: null, max: null }
}

export const subtractHistograms: Subtract<Histogram> = (later, earlier) => {
  const { bounds } = later
  const rest = subtractObservations(later, earlier)
  if (rest === 'reset') return rest
  const isAlike =
    bounds.length === earlier.bounds.length && bounds.every((bound, i) => bound === earlier.bounds[i])
  if (!isAlike || later.counts.length !== earlier.counts.length) return 'unlike'
  const counts = later.counts.map((count, i) => count - (earlier.counts[i] ?? 0))
  return counts.some((count) => count < 0) ? 'reset' : { ...rest, bounds, counts }
}

const both = (a: number | null, b: number | null, join: (a: number, b: number) => number): number | null =>
  a === null || b === null ? null : join(a, b)

/** All observations of two sets. Of nothing, sum and extremes do not matter. */
export function addObservations(a: Observations, b: Observations): Observations {
  if (a.count === 0) return b
  if (b.count === 0) return a
  return {
    count: a.count + b.count,
    sum: both(a.sum, b.sum, (x, y) => x + y),
    min: both(a.min, b.min, Math.min),
    max: both(a.max, b.max, Math.max),
  }
}

/**
 * Two histograms as one. Where their bounds differ, only those that both have are kept: the counts stay exact, and only
 * the resolution is lost.
 */
export function addHistograms(a: Histogram, b: Histogram): Histogram {
  if (a.count === 0) return b
  if (b.count === 0) return a
  const known = new Set(b.bounds)
  const bounds = a.bounds.filter((bound) => known.has(bound))
  const left = coarsen(a, bounds)
  const right = coarsen(b, bounds)
  return { ...addObservations(a, b), bounds, counts: left.map((count, i) => count + (right[i] ?? 0)) }
}

/** The counts of a histogram between some of its bounds. */
function coarsen(histogram: Histogram, bounds: readonly number[]): number[] {
  const counts = Array.from({ length: bounds.length + 1 }, () => 0)
  let into = 0
  for (const [i, count] of histogram.counts.entries()) {
    counts[into] = (counts[into] ?? 0) + count
    if (histogram.bounds[i] === bounds[into] && into < bounds.length) into++
  }
  return counts
}

/**
 * The value below which a share of the observations lies, taken as evenly spread within each bucket, as Prometheus'
 * histogram_quantile does; null of nothing or without buckets. Above the last bound it is that bound, or nearer where
 * the maximum is known.
 *
 * @param q From 0 to 1.
 */
export function quantileOfHistogram(histogram: Histogram, q: number): number | null {
  const { bounds, counts, min, max } = histogram
  const total = counts.reduce((sum, count) => sum + count, 0)
  const first = bounds[0]
  const last = bounds.at(-1)
  if (total === 0 || first === undefined || last === undefined) return null
  let below = 0
  const rank = q * total
  const at = counts.findIndex((count) => {
    below += count
    return count > 0 && below >= rank
  })
  const own = counts[at] ?? 0
  const share = Math.max(0, (rank - (below - own)) / own)
  const low = at === 0 ? (min ?? Math.min(0, first)) : (bounds[at - 1] ?? last)
  const high = at === bounds.length ? Math.max(last, max ?? last) : (bounds[at] ?? last)
  return clamp(low > high ? high : low + (high - low) * share, min, max)
}

/** A value held between the extremes that are known. */
export function clamp(value: number, min: number | null, max: number | null): number {
  return Math.min(max ?? value, Math.max(min ?? value, value))
}
