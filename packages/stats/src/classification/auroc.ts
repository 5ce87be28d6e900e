import { normalQuantile } from '../distributions/normal.ts'
import { requirePairs, requireSample, requireShare } from '../shared/refuse.ts'

export interface Auroc {
  /** From 0 over 0.5 (chance) to 1; null where one of the classes has no items. */
  auroc: number | null
  /** Bounds of the interval, null with it. */
  low: number | null
  high: number | null
}

/**
 * Area under the ROC curve: the probability that a positive item scores higher than a negative one, ties counting half.
 * Its interval has no zero width at an area of 1, where few items tell little. Time O(n log n).
 * Throws AssayError('invalid') for no items, scores that are not finite or lists of different length.
 *
 * Area: Hanley and McNeil 1982, by middle ranks. Interval: Newcombe 2006 part 2, method 5.
 */
export function auroc(scores: readonly number[], isPositive: readonly boolean[], confidence = 0.95): Auroc {
  requirePairs(scores, isPositive, 'Scores and classes')
  requireSample(scores, 'AUROC')
  requireShare(confidence, 'The confidence')
  const order = Uint32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]!)
  let positives = 0
  let wins = 0
  for (let from = 0; from < order.length;) {
    const below = from - positives
    let [to, tied] = [from, 0]
    for (; to < order.length && scores[order[to]!] === scores[order[from]!]; to++)
      if (isPositive[order[to]!]) tied++
    wins += tied * (below + (to - from - tied) / 2)
    positives += tied
    from = to
  }
  const negatives = scores.length - positives
  if (positives === 0 || negatives === 0) return { auroc: null, low: null, high: null }
  const area = wins / (positives * negatives)
  const z = normalQuantile((1 + confidence) / 2)
  const bound = (end: number) => solveBound(area, end, z, positives, negatives)
  return { auroc: area, low: bound(0), high: bound(1) }
}

/** The true area between `area` and `end` from which `area` is z standard errors away; `end` itself where none is. */
function solveBound(area: number, end: number, z: number, positives: number, negatives: number): number {
  const mean = (positives + negatives) / 2
  const errorOf = (value: number) =>
    Math.sqrt(
      ((value * (1 - value)) / (positives * negatives)) *
        (2 * mean - 1 - (3 * mean - 3) / ((2 - value) * (1 + value))),
    )
  let [near, far] = [area, end]
  for (let i = 0; i < 60; i++) {
    const middle = (near + far) / 2
    if (Math.abs(middle - area) < z * errorOf(middle)) near = middle
    else far = middle
  }
  return (near + far) / 2
}
