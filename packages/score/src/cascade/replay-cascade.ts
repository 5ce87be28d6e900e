import { chooseAskBelow, type CascadeItem } from './choose-ask-below.ts'

/** A recorded item; `group` keeps items together that share a document or a prompt. */
export interface RecordedItem extends CascadeItem {
  group: string
}

/** What a cascade would have done. Shares from 0 to 1, by weight. */
export interface CascadeReplay {
  items: number
  /** Share of items that went to the judge. */
  calls: number
  accuracy: number
  judgeAccuracy: number
  freeAccuracy: number
  /** accuracy / judgeAccuracy; 1 where the judge is never right. */
  kept: number
  /** By item: whether it came out right, for bootstraps. */
  isRight: boolean[]
  isAsked: boolean[]
}

/**
 * Replays free tier → judge on recorded verdicts. Each group's threshold is learned from the other folds, so nothing is measured on what it
 * was chosen on. Folds by a hash of the group: the same rows give the same figures. Throws AssayError('invalid') for fewer groups than two.
 */
export function replayCascade(
  items: readonly RecordedItem[],
  { keep = 0.99, folds = 10 } = {},
): CascadeReplay {
  const foldOf = items.map(({ group }) => hashOf(group) % folds)
  const thresholds = Array.from({ length: folds }, (_, fold) =>
    foldOf.includes(fold)
      ? chooseAskBelow(
          items.filter((_, i) => foldOf[i] !== fold),
          keep,
        ).threshold
      : 0,
  )
  const isAsked = items.map(({ confidence }, i) => confidence < thresholds[foldOf[i]!]!)
  const isRight = items.map(({ isFreeRight, isJudgeRight }, i) => (isAsked[i] ? isJudgeRight : isFreeRight))
  const weightOf = (flags: readonly boolean[]) =>
    items.reduce((sum, { weight = 1 }, i) => sum + (flags[i] ? weight : 0), 0)
  const whole = weightOf(items.map(() => true))
  const shareOf = (flags: readonly boolean[]) => weightOf(flags) / whole
  const [accuracy, judgeAccuracy] = [shareOf(isRight), shareOf(items.map(({ isJudgeRight }) => isJudgeRight))]
  return {
    items: items.length,
    calls: shareOf(isAsked),
    accuracy,
    judgeAccuracy,
    freeAccuracy: shareOf(items.map(({ isFreeRight }) => isFreeRight)),
    kept: judgeAccuracy === 0 ? 1 : accuracy / judgeAccuracy,
    isRight,
    isAsked,
  }
}

/** FNV-1a, mixed at the end so that its low bits depend on all of the text. */
function hashOf(text: string): number {
  let value = 0x811c9dc5
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  value = Math.imul(value ^ (value >>> 15), 0x2c1b3c6d)
  return (value ^ (value >>> 13)) >>> 0
}
