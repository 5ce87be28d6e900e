import type { Token } from '../../text/scan-tokens.ts'
import type { EvidenceWindow } from './best-window.ts'
import type { ClaimCounts } from './claim-counts.ts'
import type { Cue } from '../../languages/claim-cues.ts'
import type { ContextIndex } from './index-context.ts'
import type { WindowWords } from './read-window.ts'

const ADDED = {
  absolute: 'addedAbsolutes',
  superlative: 'addedSuperlatives',
  contrast: 'addedContrasts',
} as const
/** A negation this close before a word denies it. */
const REACH = 4

/** Compares negations, quantifiers, modals and persons of a claim with those of its window. */
export function countCues(
  index: ContextIndex,
  tokens: readonly Token[],
  stems: readonly number[],
  sentence: EvidenceWindow,
  window: WindowWords,
  chosen: ReadonlySet<number>,
  counts: ClaimCounts,
): void {
  const own = new Map<Cue, number>()
  for (let at = 0; at < tokens.length; at += 1) {
    const { cues } = tokens[at]!.form
    if (cues === null) continue
    for (const cue of cues) {
      own.set(cue, (own.get(cue) ?? 0) + 1)
      if (cue === 'time' && stems[at]! < 0) counts.unknownTimes += 1
      else if (cue in ADDED && !window.holds(stems[at]!)) counts[ADDED[cue as keyof typeof ADDED]] += 1
    }
  }
  const of = (cue: Cue) => own.get(cue) ?? 0
  counts.negations = of('negation')
  counts.addedNegations = Math.min(3, Math.max(0, of('negation') - window.negations))
  counts.droppedNegations = of('negation') === 0 && deniesNear(index, sentence, chosen) ? 1 : 0
  counts.droppedModals = of('modal') === 0 && window.modals > 0 ? 1 : 0
  counts.addedModals = of('modal') > 0 && window.modals === 0 ? 1 : 0
  counts.firstPerson = of('firstPerson')
  counts.secondPerson = of('secondPerson')
  counts.opinions = of('opinion')
  const swaps = (one: 'masculine' | 'feminine', other: 'masculine' | 'feminine') =>
    of(one) > 0 && !hasGender(index, one) && hasGender(index, other)
  counts.otherGender = swaps('masculine', 'feminine') || swaps('feminine', 'masculine') ? 1 : 0
}

/** Whether the best sentence denies a word that the claim shares with it. */
function deniesNear(index: ContextIndex, best: EvidenceWindow, chosen: ReadonlySet<number>): boolean {
  if (best.endSentence === 0) return false
  const { firstToken, endToken } = index.sentences[best.firstSentence]!
  for (let at = firstToken; at < endToken; at += 1) {
    if (index.tokens[at]!.form.cues?.has('negation') !== true) continue
    for (let near = at + 1; near <= at + REACH && near < endToken; near += 1) {
      if (chosen.has(index.stems[near]!)) return true
    }
  }
  return false
}

const GENDER_STEMS = { masculine: ['he', 'him', 'his', 'mr'], feminine: ['she', 'her', 'ms', 'mrs'] }

const hasGender = (index: ContextIndex, gender: keyof typeof GENDER_STEMS) =>
  GENDER_STEMS[gender].some((stem) => index.vocabulary.has(stem))
