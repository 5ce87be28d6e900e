import { studentTQuantile } from '../distributions/student-t.ts'
import { requireShare } from '../shared/refuse.ts'
import type { Interval } from './interval.ts'
import { weigh } from './inverse-weights.ts'

/**
 * A mean from samples drawn with unequal probabilities, Σ(y/π) / Σ(1/π), and its interval by the linearised
 * variance and Student's law at Kish's effective size less 1. The interval is null where that is below 1, as
 * for a single value.
 */
export function weightedMean(
  values: ArrayLike<number>,
  probabilities: ArrayLike<number>,
  confidence = 0.95,
): { mean: number; effectiveSize: number; interval: Interval | null } {
  requireShare(confidence, 'The confidence')
  const { mean, variance, kishSize } = weigh(values, probabilities)
  if (!(kishSize >= 2)) return { mean, effectiveSize: kishSize, interval: null }
  const reach = -studentTQuantile((1 - confidence) / 2, kishSize - 1) * Math.sqrt(variance)
  return { mean, effectiveSize: kishSize, interval: { low: mean - reach, high: mean + reach } }
}
