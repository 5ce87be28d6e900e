import { refuse, requirePairs, requireSample } from '../shared/refuse.ts'
import type { Confusion } from './confusion.ts'

export interface Threshold {
  /** Items with a score at or above it are predicted positive; Infinity where predicting none is best. */
  threshold: number
  /** Its value by the chosen measure. */
  value: number
  confusion: Confusion
}

/**
 * The threshold at which predictions are best by a measure such as confusionKappa, balancedAccuracy or fBeta. Tried are Infinity and
 * every score that occurs, and the threshold is put halfway to the next lower score, so that it holds for unseen items too. Of equal
 * values the highest threshold wins. null where the measure has no value at any. Time O(n log n) and a call for each different score.
 * Throws AssayError('invalid') for no items, scores that are not finite or lists of different length.
 */
export function chooseThreshold(
  scores: readonly number[],
  isPositive: readonly boolean[],
  measure: (counts: Confusion) => number | null,
): Threshold | null {
  requirePairs(scores, isPositive, 'Scores and classes')
  requireSample(scores, 'A threshold')
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[b]! - scores[a]!)
  const positives = isPositive.reduce((sum, positive) => sum + (positive ? 1 : 0), 0)
  const counts = {
    truePositives: 0,
    falsePositives: 0,
    trueNegatives: scores.length - positives,
    falseNegatives: positives,
  }
  let best: Threshold | null = null
  const consider = (threshold: number) => {
    const value = measure(counts)
    if (value !== null && Number.isNaN(value))
      refuse('The measure of a threshold is NaN: answer null instead.')
    if (value !== null && (best === null || value > best.value))
      best = { threshold, value, confusion: { ...counts } }
  }
  consider(Infinity)
  for (const [place, item] of order.entries()) {
    if (isPositive[item]) {
      counts.truePositives++
      counts.falseNegatives--
    } else {
      counts.falsePositives++
      counts.trueNegatives--
    }
    const score = scores[item]!
    const next = place + 1 < order.length ? scores[order[place + 1]!]! : score
    if (next < score || place + 1 === order.length) consider(between(next, score))
  }
  return best
}

/** A number above `low` and at most `high`, halfway where the numbers are far enough apart. */
function between(low: number, high: number): number {
  const middle = low / 2 + high / 2
  return middle > low && middle < high ? middle : high
}
