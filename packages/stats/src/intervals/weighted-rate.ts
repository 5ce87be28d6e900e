import { refuse } from '../shared/refuse.ts'
import type { Interval } from './interval.ts'
import { weigh } from './inverse-weights.ts'
import { wilson } from './wilson.ts'

/**
 * A rate from samples drawn with unequal probabilities: Σ(y/π) / Σ(1/π) for values y from 0 to 1, and Wilson's
 * interval at an effective size. That is Kish's or rate·(1−rate)/variance, whichever is smaller: the first is
 * too large where what is rare was sampled least, the second where few values carry most of the weight.
 */
export function weightedRate(
  values: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  confidence = 0.95,
): Interval & { rate: number; effectiveSize: number } {
  for (let i = 0; i < values.length; i++) {
    if (!(values[i]! >= 0 && values[i]! <= 1))
      refuse(`A value of a rate is ${values[i]!}: give numbers from 0 to 1.`)
  }
  const { mean, variance, kishSize } = weigh(values, probabilities)
  const rate = Math.min(1, mean)
  const effectiveSize = variance > 0 ? Math.min(kishSize, (rate * (1 - rate)) / variance) : kishSize
  const { low, high } = wilson(rate * effectiveSize, effectiveSize, confidence)
  return { rate, low, high, effectiveSize }
}
