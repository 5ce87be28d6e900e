import { addObservations, clamp, subtractObservations, type Observations } from './histogram.ts'
import type { Subtract } from './increments.ts'

/** Counts by bucket index, ascending and without zeros. */
export type Buckets = readonly (readonly [index: number, count: number])[]

/**
 * Observations in exponential buckets: index i holds values above b^i up to b^(i+1), b = 2^(2^-scale), and those below
 * zero by their amount. What is at most `zeroThreshold` from zero is in `zeroCount`.
 */
export interface ExponentialHistogram extends Observations {
  scale: number
  zeroCount: number
  zeroThreshold: number
  positive: Buckets
  negative: Buckets
}

/** Buckets from an offset and a list of counts, as points carry them. */
export function bucketsOf(offset: number, counts: readonly number[]): Buckets {
  return counts
    .map((count, i): readonly [number, number] => [offset + i, count])
    .filter(([, count]) => count !== 0)
}

/** 2 to the power of index/2^scale: the lower bound of a bucket. Index 0 starts at 1 at any scale, also where 2^-scale overflows. */
const lowerBound = (index: number, scale: number): number => (index === 0 ? 1 : 2 ** (index * 2 ** -scale))

/** At a scale that is lower by n, 2^n neighbours are one bucket: the index loses n bits. */
const shifted = (index: number, by: number): number =>
  by === 0 ? index : by > 30 ? (index < 0 ? -1 : 0) : index >> by

function combine(a: Buckets, b: Buckets, sign: 1 | -1, byA: number, byB: number): Buckets {
  const sums = new Map<number, number>()
  const add = (index: number, count: number) => sums.set(index, (sums.get(index) ?? 0) + count)
  for (const [index, count] of a) add(shifted(index, byA), count)
  for (const [index, count] of b) add(shifted(index, byB), sign * count)
  return [...sums].filter(([, count]) => count !== 0).sort(([x], [y]) => x - y)
}

/** The histogram with a zero bucket that reaches at least to `threshold`: buckets that lie within it are part of it. */
function widenZero(histogram: ExponentialHistogram, threshold: number): ExponentialHistogram {
  if (threshold <= histogram.zeroThreshold) return histogram
  const { scale } = histogram
  let { zeroCount } = histogram
  const keep = (buckets: Buckets) =>
    buckets.filter(([index, count]) => {
      const isOutside = lowerBound(index + 1, scale) > threshold
      if (!isOutside) zeroCount += count
      return isOutside
    })
  const positive = keep(histogram.positive)
  const negative = keep(histogram.negative)
  return { ...histogram, zeroCount, zeroThreshold: threshold, positive, negative }
}

function joined(a: ExponentialHistogram, b: ExponentialHistogram, sign: 1 | -1) {
  const zeroThreshold = Math.max(a.zeroThreshold, b.zeroThreshold)
  const [left, right] = [widenZero(a, zeroThreshold), widenZero(b, zeroThreshold)]
  const scale = Math.min(a.scale, b.scale)
  const [byA, byB] = [a.scale - scale, b.scale - scale]
  return {
    scale,
    zeroThreshold,
    zeroCount: left.zeroCount + sign * right.zeroCount,
    positive: combine(left.positive, right.positive, sign, byA, byB),
    negative: combine(left.negative, right.negative, sign, byA, byB),
  }
}

/** Two histograms as one, at the coarser scale of both; the counts stay exact. */
export function addExponential(a: ExponentialHistogram, b: ExponentialHistogram): ExponentialHistogram {
  if (a.count === 0) return b
  if (b.count === 0) return a
  return { ...addObservations(a, b), ...joined(a, b, 1) }
}

export const subtractExponential: Subtract<ExponentialHistogram> = (later, earlier) => {
  const rest = subtractObservations(later, earlier)
  if (rest === 'reset') return rest
  const buckets = joined(later, earlier, -1)
  const isLower = [...buckets.positive, ...buckets.negative].some(([, count]) => count < 0)
  return isLower || buckets.zeroCount < 0 ? 'reset' : { ...rest, ...buckets }
}

/**
 * The value below which a share of the observations lies, taken as evenly spread over the logarithm within each bucket;
 * null of nothing.
 *
 * @param q From 0 to 1.
 */
export function quantileOfExponential(histogram: ExponentialHistogram, q: number): number | null {
  const { scale, zeroThreshold, min, max } = histogram
  const parts: { count: number; at(share: number): number }[] = [
    ...histogram.negative.toReversed().map(([index, count]) => ({
      count,
      at: (share: number) => -lowerBound(index + 1 - share, scale),
    })),
    {
      count: histogram.zeroCount,
      at: (share) =>
        histogram.negative.length > 0 ? (2 * share - 1) * zeroThreshold : share * zeroThreshold,
    },
    ...histogram.positive.map(([index, count]) => ({
      count,
      at: (share: number) => lowerBound(index + share, scale),
    })),
  ]
  const total = parts.reduce((sum, part) => sum + part.count, 0)
  if (total === 0) return null
  let below = 0
  for (const { count, at } of parts) {
    if (count > 0 && below + count >= q * total) {
      const value = clamp(at(Math.max(0, (q * total - below) / count)), min, max)
      return Number.isFinite(value) ? value : Math.sign(value) * Number.MAX_VALUE
    }
    below += count
  }
  return max
}
