import { compilePhrases } from '../../phrases/compile-phrases.ts'
import type { LanguageCode } from '../../languages/language.ts'
import context from './cues/context.json' with { type: 'json' }
import en from './cues/en.json' with { type: 'json' }
import fr from './cues/fr.json' with { type: 'json' }
import ru from './cues/ru.json' with { type: 'json' }

export type ToxicFamily = keyof typeof en

export const TOXIC_FAMILIES = Object.keys(en) as ToxicFamily[]

type Lists = Partial<Record<ToxicFamily, string[]>>

const compile = (lists: readonly Lists[]) =>
  compilePhrases(
    Object.fromEntries(TOXIC_FAMILIES.map((family) => [family, lists.flatMap((list) => list[family] ?? [])])),
  )

/**
 * Words and phrases of each kind of toxicity. English and Russian are looked for in every text; French only in French ones, as its words
 * mean other things in English (`bite`, `pipe`).
 */
const PHRASES = { common: compile([en, ru]), fr: compile([en, fr]) }

/** The phrases to look for in a text of a language. */
export const toxicPhrases = (language: LanguageCode | null) =>
  language === 'fr' ? PHRASES.fr : PHRASES.common

/** Phrases in which such words are harmless, and words that speak of medicine, law, research or a refusal. */
export const CONTEXT_PHRASES = compilePhrases(context.families)
