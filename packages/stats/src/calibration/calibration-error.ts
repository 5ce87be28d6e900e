import { refuse, requireCount, requirePairs } from '../shared/refuse.ts'

/** Items whose probabilities are alike. */
export interface CalibrationBin {
  /** Least and greatest probability in it. */
  low: number
  high: number
  items: number
  meanProbability: number
  /** Share of items that are positive. */
  rate: number
}

export interface CalibrationError {
  /** Expected calibration error: mean distance of probability and rate over the bins, by items; from 0 to 1. */
  expected: number
  /** The greatest such distance. */
  largest: number
  /** Mean squared distance of probability and outcome (Brier 1950), from 0 to 1. */
  brier: number
  /** Bins that hold items, ascending: the points of a reliability diagram. */
  bins: CalibrationBin[]
}

export interface BinOptions {
  /** 10 unless given. */
  bins?: number
  /** Intervals of equal width with their right end, the first with both; or equally many items, ties staying together. */
  by?: 'width' | 'count'
}

/**
 * How far probabilities are from the rates that they promise. The error of a perfect forecast is above 0 in small samples, so compare it
 * with its interval (calibrationInterval). Time O(n log n). Throws AssayError('invalid') for no items, probabilities outside 0 to 1,
 * lists of different length or no bins.
 *
 * Naeini et al. 2015; Guo et al. 2017. By count: Nguyen and O'Connor 2015.
 */
export function calibrationError(
  probabilities: readonly number[],
  isPositive: readonly boolean[],
  { bins = 10, by = 'width' }: BinOptions = {},
): CalibrationError {
  requirePairs(probabilities, isPositive, 'Probabilities and classes')
  requireCount(bins, 'The number of bins', 1)
  if (probabilities.length === 0) refuse('A calibration error needs at least one item.')
  for (const p of probabilities)
    if (!(p >= 0 && p <= 1)) refuse(`A probability is ${p}: give numbers from 0 to 1.`)
  const found =
    by === 'width' ? byWidth(probabilities, isPositive, bins) : byCount(probabilities, isPositive, bins)
  const distances = found.map((bin) => Math.abs(bin.meanProbability - bin.rate))
  const brier = probabilities.reduce((sum, p, i) => sum + (p - (isPositive[i] ? 1 : 0)) ** 2, 0)
  return {
    expected: found.reduce((sum, bin, i) => sum + bin.items * distances[i]!, 0) / probabilities.length,
    largest: distances.reduce((most, distance) => Math.max(most, distance), 0),
    brier: brier / probabilities.length,
    bins: found,
  }
}

/** Sums of a bin while it fills. */
interface OpenBin {
  low: number
  high: number
  items: number
  sum: number
  positives: number
}

const emptyBin = (): OpenBin => ({ low: 1, high: 0, items: 0, sum: 0, positives: 0 })

function fill(bin: OpenBin, probability: number, positive: boolean): void {
  bin.low = Math.min(bin.low, probability)
  bin.high = Math.max(bin.high, probability)
  bin.items++
  bin.sum += probability
  if (positive) bin.positives++
}

function close({ low, high, items, sum, positives }: OpenBin): CalibrationBin {
  return { low, high, items, meanProbability: sum / items, rate: positives / items }
}

function byWidth(
  probabilities: readonly number[],
  isPositive: readonly boolean[],
  bins: number,
): CalibrationBin[] {
  const open = new Map<number, OpenBin>()
  for (const [item, p] of probabilities.entries()) {
    const place = Math.max(Math.ceil(p * bins), 1)
    let bin = open.get(place)
    if (bin === undefined) open.set(place, (bin = emptyBin()))
    fill(bin, p, isPositive[item]!)
  }
  return [...open].sort(([a], [b]) => a - b).map(([, bin]) => close(bin))
}

function byCount(
  probabilities: readonly number[],
  isPositive: readonly boolean[],
  bins: number,
): CalibrationBin[] {
  const order = Uint32Array.from(probabilities.keys()).sort((a, b) => probabilities[a]! - probabilities[b]!)
  const found: CalibrationBin[] = []
  let bin = emptyBin()
  for (const [place, item] of order.entries()) {
    const p = probabilities[item]!
    const isFull = place >= Math.round(((found.length + 1) * order.length) / bins)
    if (isFull && bin.items > 0 && bin.high < p) {
      found.push(close(bin))
      bin = emptyBin()
    }
    fill(bin, p, isPositive[item]!)
  }
  return [...found, close(bin)]
}
