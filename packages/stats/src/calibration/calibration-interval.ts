import type { Interval } from '../intervals/interval.ts'
import type { Random } from '../random/seeded.ts'
import { sortedQuantile } from '../shared/moments.ts'
import { requireCount, requireShare } from '../shared/refuse.ts'
import { calibrationError, type BinOptions } from './calibration-error.ts'

export interface CalibrationInterval extends Interval {
  /** The expected calibration error, as calibrationError gives it. */
  expected: number
  /** What a perfect forecast with these probabilities stays below, with half of the error probability: no sign of an error up to here. */
  chance: number
}

/**
 * Expected calibration error with a bootstrap interval. A plain percentile interval would miss the truth, since drawing anew adds to an
 * error that is too great already: the bounds are the basic bootstrap's, and the lower one is 0 where the error is not above `chance`
 * (consistency resampling, Bröcker and Smith 2007). In simulations with a confidence of 0.95 it covers in 85 to 98 of 100 samples of 100
 * to 2,000 items. Time: twice `resamples` that of calibrationError, and its refusals.
 */
export function calibrationInterval(
  probabilities: readonly number[],
  isPositive: readonly boolean[],
  random: Random,
  options: BinOptions & { confidence?: number; resamples?: number } = {},
): CalibrationInterval {
  const { confidence = 0.95, resamples = 500 } = options
  requireShare(confidence, 'The confidence')
  requireCount(resamples, 'The number of resamples', 100)
  const { expected } = calibrationError(probabilities, isPositive, options)
  const size = probabilities.length
  const perfect = new Float64Array(resamples)
  const drawn = new Float64Array(resamples)
  for (let i = 0; i < resamples; i++) {
    const outcomes = probabilities.map((p) => random() < p)
    perfect[i] = calibrationError(probabilities, outcomes, options).expected
    const items = probabilities.map(() => Math.floor(random() * size))
    const [picked, classes] = [
      items.map((item) => probabilities[item]!),
      items.map((item) => isPositive[item]!),
    ]
    drawn[i] = calibrationError(picked, classes, options).expected
  }
  const tail = (1 - confidence) / 2
  const [chance, from, to] = [
    sortedQuantile(perfect.sort(), 1 - tail),
    sortedQuantile(drawn.sort(), tail),
    sortedQuantile(drawn, 1 - tail),
  ]
  const low = expected <= chance ? 0 : Math.max(0, 2 * expected - to)
  return { expected, chance, low, high: Math.max(low, 2 * expected - from) }
}
