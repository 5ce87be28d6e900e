import { refuse, requirePairs, requireSample } from '../shared/refuse.ts'

/** A rising staircase with sloping steps: knots by score, ascending, and the value at each, never falling. Plain data. */
export interface IsotonicModel {
  scores: number[]
  values: number[]
}

/**
 * The never-falling function of the scores that is closest to the outcomes in weighted squares, by pooling adjacent violators.
 * Outcomes are 0 and 1, or any numbers; weights are above 0, 1 unless given. Equal scores are averaged first. Time O(n log n).
 * Throws AssayError('invalid') for no items, numbers that are not finite, or lists of different length.
 *
 * Ayer et al. 1955; as scikit-learn's IsotonicRegression with out_of_bounds='clip'.
 */
export function fitIsotonic(
  scores: readonly number[],
  outcomes: readonly number[],
  weights: readonly number[] = scores.map(() => 1),
): IsotonicModel {
  requirePairs(scores, outcomes, 'Scores and outcomes')
  requirePairs(scores, weights, 'Scores and weights')
  requireSample(scores, 'The list of scores')
  requireSample(outcomes, 'The list of outcomes')
  if (!weights.every((weight) => weight > 0 && weight < Infinity)) refuse('Every weight is a number above 0.')
  const blocks: Block[] = []
  for (const block of byScore(scores, outcomes, weights)) {
    blocks.push(block)
    while (blocks.length > 1 && blocks.at(-2)!.mean >= blocks.at(-1)!.mean) {
      const last = blocks.pop()!
      const before = blocks.at(-1)!
      const weight = before.weight + last.weight
      before.mean += (last.mean - before.mean) * (last.weight / weight)
      before.weight = weight
      before.to = last.to
    }
  }
  const model: IsotonicModel = { scores: [], values: [] }
  for (const { from, to, mean } of blocks) {
    model.scores.push(...(to > from ? [from, to] : [from]))
    model.values.push(...(to > from ? [mean, mean] : [mean]))
  }
  return model
}

/** Neighbours by score with one value. */
interface Block {
  from: number
  to: number
  mean: number
  weight: number
}

/** One block for each different score, ascending. */
function byScore(
  scores: readonly number[],
  outcomes: readonly number[],
  weights: readonly number[],
): Block[] {
  const blocks: Block[] = []
  for (const item of Uint32Array.from(scores.keys()).sort((a, b) => scores[a]! - scores[b]!)) {
    const [score, weight] = [scores[item]!, weights[item]!]
    const last = blocks.at(-1)
    if (last?.from === score) {
      last.weight += weight
      last.mean += (outcomes[item]! - last.mean) * (weight / last.weight)
    } else blocks.push({ from: score, to: score, mean: outcomes[item]!, weight })
  }
  return blocks
}

/**
 * The model's value at a score: between two knots on the line that joins them, beyond the ends the end's value. Time O(log knots).
 * Throws AssayError('invalid') for a score that is NaN.
 */
export function applyIsotonic({ scores, values }: IsotonicModel, score: number): number {
  if (Number.isNaN(score)) refuse('The score is NaN: give a number.')
  let [low, high] = [0, scores.length - 1]
  if (score <= scores[low]!) return values[low]!
  if (score >= scores[high]!) return values[high]!
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (scores[middle]! <= score) low = middle
    else high = middle
  }
  const share = (score - scores[low]!) / (scores[high]! - scores[low]!)
  return values[low]! + share * (values[high]! - values[low]!)
}
