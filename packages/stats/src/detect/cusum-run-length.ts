import { refuse, requireProbability } from '../shared/refuse.ts'
import { logLikelihoodRatios, type RateShift } from './llr-cusum.ts'

/** Steps that a sum below the threshold is divided into, at most. */
const MOST_STATES = 1_000

/** Parts that the smaller of both moves is divided into where the states are enough. */
const FINEST = 8

/**
 * Mean number of samples from a sum of 0 to llrCusum's next alarm, where the true rate is `rate`: at `before` the distance of false
 * alarms, at `after` the mean delay. To a few percent: the sum is put on a grid, between whose points a move is parted in proportion.
 * Throws AssayError('invalid') as llrCusum does.
 *
 * Markov chain: Brook and Evans 1972.
 */
export function cusumRunLength(shift: RateShift, threshold: number, rate: number): number {
  const { hit, miss } = logLikelihoodRatios(shift)
  requireProbability(rate, 'The rate')
  if (!(threshold > 0 && threshold < Infinity))
    refuse(`The threshold is ${threshold}: give a number above 0.`)
  const step = Math.max(threshold / MOST_STATES, Math.min(Math.abs(hit), Math.abs(miss), threshold) / FINEST)
  // Where the threshold is a whole number of steps, rounding makes no state of it.
  const size = Math.ceil(threshold / step - 1e-9)
  const [up, down] = hit > 0 ? [hit / step, -miss / step] : [miss / step, -hit / step]
  const rising = hit > 0 ? rate : 1 - rate
  // Row i: L(i) = 1 + rising·L(i + up) + (1 - rising)·L(max(i - down, 0)), and L = 0 from the threshold on.
  const [above, below] = [Math.ceil(up) + 1, Math.ceil(down) + 1]
  const width = below + above + 1
  const rows = new Float64Array(size * width)
  const right = new Float64Array(size).fill(1)
  for (let i = 0; i < size; i++) {
    const add = (to: number, probability: number) => {
      const column = Math.max(to, 0)
      if (column < size) rows[i * width + below + column - i]! -= probability
    }
    rows[i * width + below]! += 1
    add(i + Math.floor(up), rising * (1 - (up % 1)))
    add(i + Math.floor(up) + 1, rising * (up % 1))
    add(i - Math.floor(down), (1 - rising) * (1 - (down % 1)))
    add(i - Math.floor(down) - 1, (1 - rising) * (down % 1))
  }
  return solveBanded(rows, right, below, above)
}

/** First unknown of a banded system whose diagonal dominates, so that no rows change places. Takes both arguments apart. */
function solveBanded(rows: Float64Array, right: Float64Array, below: number, above: number): number {
  const width = below + above + 1
  const size = right.length
  for (let i = 0; i < size; i++) {
    for (let j = i + 1; j < Math.min(i + below + 1, size); j++) {
      const factor = rows[j * width + below + i - j]! / rows[i * width + below]!
      // What rounding would swallow is left out: numbers near the smallest ones make processors slow.
      if (Math.abs(factor) < 1e-30) continue
      for (let k = i; k < Math.min(i + above + 1, size); k++)
        rows[j * width + below + k - j]! -= factor * rows[i * width + below + k - i]!
      right[j]! -= factor * right[i]!
    }
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < Math.min(i + above + 1, size); k++)
      right[i]! -= rows[i * width + below + k - i]! * right[k]!
    right[i]! /= rows[i * width + below]!
  }
  return right[0]!
}

/**
 * The threshold of llrCusum at which false alarms are `samples` apart on average, 150,000 unless given, where the rate stays `before`.
 * Throws AssayError('invalid') for fewer than 10 or more than 1e9 samples, and as llrCusum does.
 */
export function cusumThreshold(shift: RateShift, samples = 150_000): number {
  if (!(samples >= 10 && samples <= 1e9)) refuse(`samples is ${samples}: give a number from 10 to 1e9.`)
  // A likelihood ratio's chance to reach e^h is below e^-h: the threshold is never above ln(samples) (Lorden 1971).
  let [low, high] = [0, Math.log(samples)]
  while (high - low > 1e-3) {
    const middle = (low + high) / 2
    if (cusumRunLength(shift, middle, shift.before) < samples) low = middle
    else high = middle
  }
  return high
}
