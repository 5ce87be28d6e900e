import type { Interval } from './interval.ts'
import { wilson } from './wilson.ts'

/**
 * Interval of the difference of two rates, k1/n1 − k2/n2, from the Wilson intervals of both; within −1 to 1 (R.
 * G. Newcombe, 1998, Statistics in Medicine 17:873, method 10).
 */
export function newcombe(
  k1: number,
  n1: number,
  k2: number,
  n2: number,
  confidence = 0.95,
): Interval & { difference: number } {
  const first = wilson(k1, n1, confidence)
  const second = wilson(k2, n2, confidence)
  const p1 = k1 / n1
  const p2 = k2 / n2
  return {
    difference: p1 - p2,
    low: p1 - p2 - Math.hypot(p1 - first.low, second.high - p2),
    high: p1 - p2 + Math.hypot(first.high - p1, p2 - second.low),
  }
}
