import { AssayError } from '@assay/contract/error'

/** An item that people labelled, as both tiers saw it. */
export interface CascadeItem {
  /** How sure the free tier is, 0 to 1. */
  confidence: number
  isFreeRight: boolean
  isJudgeRight: boolean
  /** How many samples it stands for, above 0: 1 / its inclusion probability; 1 where all were drawn alike. */
  weight?: number
}

export interface AskBelow {
  /** Items with less confidence go to the judge: 0 asks never, 2 always. */
  threshold: number
  /** Share of items, by weight, that go to the judge. */
  calls: number
  accuracy: number
  judgeAccuracy: number
}

/**
 * The lowest threshold at which the cascade keeps `keep` of the accuracy of a judge that sees everything, on labelled items: the least
 * sure go to the judge first. Asking always keeps it, so there is always an answer. Time O(n log n).
 * Throws AssayError('invalid') for no items, a confidence that is no number, and a weight that is not above 0.
 */
export function chooseAskBelow(items: readonly CascadeItem[], keep = 0.99): AskBelow {
  if (items.length === 0 || items.some(({ confidence }) => Number.isNaN(confidence)))
    throw new AssayError('invalid', 'A threshold needs labelled items, each with a confidence.')
  if (items.some(({ weight = 1 }) => !(weight > 0 && weight < Infinity)))
    throw new AssayError('invalid', 'A weight is 1 / an inclusion probability: a number above 0.')
  const sorted = [...items].sort((a, b) => a.confidence - b.confidence)
  const n = sorted.length
  const sumOf = (flag: (item: CascadeItem) => boolean) =>
    sorted.reduce((sum, item) => sum + (flag(item) ? (item.weight ?? 1) : 0), 0)
  const whole = sumOf(() => true)
  const judgeRight = sumOf(({ isJudgeRight }) => isJudgeRight)
  let right = sumOf(({ isFreeRight }) => isFreeRight)
  let calls = 0
  for (let asked = 0; ; asked++) {
    const isWhole = asked === 0 || asked === n || sorted[asked - 1]!.confidence < sorted[asked]!.confidence
    if (isWhole && (asked === n || right >= keep * judgeRight))
      return {
        threshold:
          asked === 0 ? 0 : asked === n ? 2 : (sorted[asked - 1]!.confidence + sorted[asked]!.confidence) / 2,
        calls: calls / whole,
        accuracy: right / whole,
        judgeAccuracy: judgeRight / whole,
      }
    const { isFreeRight, isJudgeRight, weight = 1 } = sorted[asked]!
    right += weight * (Number(isJudgeRight) - Number(isFreeRight))
    calls += weight
  }
}
