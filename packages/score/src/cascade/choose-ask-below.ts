import { AssayError } from '@assay/contract/error'

/** An item that people labelled, as both tiers saw it. */
export interface CascadeItem {
  /** How sure the free tier is, 0 to 1. */
  confidence: number
  isFreeRight: boolean
  isJudgeRight: boolean
}

export interface AskBelow {
  /** Items with less confidence go to the judge: 0 asks never, 2 always. */
  threshold: number
  /** Share of items that go to the judge. */
  calls: number
  accuracy: number
  judgeAccuracy: number
}

/**
 * The lowest threshold at which the cascade keeps `keep` of the accuracy of a judge that sees everything, on labelled items: the least
 * sure go to the judge first. Asking always keeps it, so there is always an answer. Time O(n log n).
 * Throws AssayError('invalid') for no items, and a confidence that is no number.
 */
export function chooseAskBelow(items: readonly CascadeItem[], keep = 0.99): AskBelow {
  if (items.length === 0 || items.some(({ confidence }) => Number.isNaN(confidence)))
    throw new AssayError('invalid', 'A threshold needs labelled items, each with a confidence.')
  const sorted = [...items].sort((a, b) => a.confidence - b.confidence)
  const n = sorted.length
  const judgeRight = sorted.filter(({ isJudgeRight }) => isJudgeRight).length
  let right = sorted.filter(({ isFreeRight }) => isFreeRight).length
  for (let asked = 0; ; asked++) {
    const isWhole = asked === 0 || asked === n || sorted[asked - 1]!.confidence < sorted[asked]!.confidence
    if (isWhole && (asked === n || right >= keep * judgeRight))
      return {
        threshold:
          asked === 0 ? 0 : asked === n ? 2 : (sorted[asked - 1]!.confidence + sorted[asked]!.confidence) / 2,
        calls: asked / n,
        accuracy: right / n,
        judgeAccuracy: judgeRight / n,
      }
    const { isFreeRight, isJudgeRight } = sorted[asked]!
    right += Number(isJudgeRight) - Number(isFreeRight)
  }
}
