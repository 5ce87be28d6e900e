import type { Token } from '../../text/scan-tokens.ts'
import type { ClaimCounts } from './claim-counts.ts'
import { cuesOf } from './cues.ts'
import { type ContextIndex, PREFIX_LENGTH } from './index-context.ts'
import { RELATIONS } from './relations.ts'
import { rarity } from './word-rarity.ts'

/** Counts the content words of a claim that the context has, and weighs those that choose the evidence window: stem number to idf. */
export function countWords(
  index: ContextIndex,
  tokens: readonly Token[],
  stems: Int32Array,
  counts: ClaimCounts,
): Map<number, number> {
  const weights = new Map<number, number>()
  const seen = new Set<string>()
  for (const [at, { form }] of tokens.entries()) {
    if (form.isStop) continue
    const isRepeat = seen.has(form.stem)
    seen.add(form.stem)
    const near = stems[at]! >= 0 ? stems[at]! : nearestStem(index, form.stem)
    const idf = near !== null && near >= 0 ? index.idf[near]! : index.unknownIdf
    const rare = isRepeat ? 0 : rarity(form.stem)
    const cues = cuesOf(form.word)
    const fact = cues.has('opinion') || cues.has('smallTalk') ? 0 : rare
    counts.content += 1
    counts.idfAll += idf
    counts.rarityAll += rare
    counts.factAll += fact
    if (isRepeat) counts.repeats += 1
    if (stems[at]! >= 0) counts.known += 1
    if (near === null) continue
    counts.nearlyKnown += 1
    counts.idfNearlyKnown += idf
    counts.rarityNearlyKnown += rare
    counts.factNearlyKnown += fact
    if (near >= 0) weights.set(near, idf)
    if (stems[at]! < 0 && near >= 0) counts.paraphrased += 1
  }
  return weights
}

/** A stem of the context that may stand for an unknown one: its number, -1 for a word of the same family, null for none. */
export function nearestStem(index: ContextIndex, stem: string): number | null {
  for (const synonym of RELATIONS.synonyms.get(stem) ?? []) {
    const known = index.vocabulary.get(synonym)
    if (known !== undefined) return known
  }
  return stem.length >= PREFIX_LENGTH && index.prefixes.has(stem.slice(0, PREFIX_LENGTH)) ? -1 : null
}
