import type { WordForm } from '../../text/word-form.ts'
import type { Token } from '../../text/scan-tokens.ts'
import type { ClaimCounts } from './claim-counts.ts'
import type { ContextIndex } from './index-context.ts'
import { RELATIONS } from './relations.ts'
import { rarity } from './word-rarity.ts'

/** A word of the same family as one of the context's, one that the person said, and one that nothing there may stand for. */
const FAMILY = -1
const GIVEN = -3
export const NO_STEM = -2

/** How much a word counts as known that the person said and the context does not have: it may be taken up, or agreed to without grounds. */
const GIVEN_CREDIT = 0.5

/**
 * Counts the content words of a claim that the context has. Gives the numbers of the stems that choose the evidence window, the idf of
 * all, each stem once, and for each token the nearest stem of the context.
 */
export function countWords(
  index: ContextIndex,
  tokens: readonly Token[],
  stems: readonly number[],
  counts: ClaimCounts,
): { chosen: Set<number>; total: number; nearest: number[] } {
  const nearest = tokens.map(() => NO_STEM)
  const chosen = new Set<number>()
  const seen = new Set<string>()
  let total = 0
  for (let at = 0; at < tokens.length; at += 1) {
    const { form } = tokens[at]!
    if (form.isStop) continue
    const isRepeat = seen.has(form.stem)
    seen.add(form.stem)
    const near = stems[at]! >= 0 ? stems[at]! : nearestStem(index, form)
    nearest[at] = near
    const idf = near >= 0 ? index.idf[near]! : index.unknownIdf
    const rare = isRepeat ? 0 : rarity(form)
    const { cues } = form
    const fact = cues !== null && (cues.has('opinion') || cues.has('smallTalk')) ? 0 : rare
    counts.content += 1
    counts.idfAll += idf
    if (!isRepeat) total += near === GIVEN ? (1 - GIVEN_CREDIT) * idf : idf
    counts.rarityAll += rare
    counts.factAll += fact
    if (isRepeat) counts.repeats += 1
    if (stems[at]! >= 0) counts.known += 1
    else if (near === GIVEN) counts.known += GIVEN_CREDIT
    if (near === NO_STEM) continue
    const credit = near === GIVEN ? GIVEN_CREDIT : 1
    counts.nearlyKnown += credit
    counts.idfNearlyKnown += credit * idf
    counts.rarityNearlyKnown += credit * rare
    counts.factNearlyKnown += credit * fact
    if (near >= 0) chosen.add(near)
    if (stems[at]! < 0 && near >= 0) counts.paraphrased += 1
  }
  return { chosen, total, nearest }
}

/** The number of a stem of the context that may stand for an unknown one, FAMILY, GIVEN or NO_STEM. */
function nearestStem(index: ContextIndex, { stem, family }: WordForm): number {
  const synonyms = RELATIONS.synonyms.get(stem)
  if (synonyms !== undefined) {
    for (const synonym of synonyms) {
      const known = index.vocabulary.get(synonym)
      if (known !== undefined) return known
    }
  }
  if (family !== null && index.families().has(family)) return FAMILY
  return index.given.stems.has(stem) ? GIVEN : NO_STEM
}
