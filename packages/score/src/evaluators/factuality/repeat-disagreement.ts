import type { LanguageCode } from '../../languages/language.ts'
import { isAbstention } from '../../text/is-abstention.ts'
import { numberValue } from '../../text/number-values.ts'
import { prepareText } from '../../text/prepare-text.ts'
import type { Claim } from './split-claims.ts'

/** What one repeat says. */
interface Repeat {
  stems: ReadonlySet<string>
  numbers: ReadonlySet<number>
}

/** Reads the repeats in the language of the answer; one that abstains says nothing and so confirms nothing. */
export function readRepeats(repeats: readonly string[], language: LanguageCode | null): Repeat[] {
  return repeats.map((raw) => {
    const text = prepareText(raw, language)
    if (isAbstention(text)) return { stems: new Set(), numbers: new Set() }
    const numbers = text.tokens.flatMap((_, at) => numberValue(text.tokens, at) ?? [])
    return { stems: new Set(text.tokens.map(({ form }) => form.stem)), numbers: new Set(numbers) }
  })
}

/**
 * How little the repeats confirm a claim, 0 to 1: one less the mean over repeats of the share of its words that the repeat has, or of
 * its numbers where fewer of those agree. What a model knows it repeats (SelfCheckGPT, Manakul, Liusie and Gales 2023).
 */
export function disagreement(claim: Claim, repeats: readonly Repeat[]): number {
  if (repeats.length === 0) return 0
  const confirmed = repeats.map(({ stems, numbers }) => {
    const words = claim.stems.filter((stem) => stems.has(stem)).length / claim.stems.length
    if (claim.numbers.length === 0) return words
    return Math.min(words, claim.numbers.filter((value) => numbers.has(value)).length / claim.numbers.length)
  })
  return 1 - confirmed.reduce((sum, share) => sum + share, 0) / repeats.length
}
