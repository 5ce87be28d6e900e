import en from './en/words.json' with { type: 'json' }
import fr from './fr/words.json' with { type: 'json' }
import type { LanguageCode } from './language.ts'
import ru from './ru/words.json' with { type: 'json' }

/** Word lists that evaluators share, lower case. */
export interface LanguageWords {
  /** Frequent words that say little of the subject. */
  stopWords: ReadonlySet<string>
  negations: ReadonlySet<string>
  /** Words and phrases by which a writer takes back certainty. */
  hedges: ReadonlySet<string>
  /** Words whose full stop ends no sentence, without it. */
  abbreviations: ReadonlySet<string>
  /** Frequent words that no neighbour language shares: three of them tell the language. */
  markers: ReadonlySet<string>
  /** What number a word spells. */
  numbers: ReadonlyMap<string, number>
}

type Lists = Record<Exclude<keyof LanguageWords, 'numbers'>, string[]> & { numbers: Record<string, number> }

const asSets = (lists: Lists): LanguageWords => ({
  stopWords: new Set(lists.stopWords),
  negations: new Set(lists.negations),
  hedges: new Set(lists.hedges),
  abbreviations: new Set(lists.abbreviations),
  markers: new Set(lists.markers),
  numbers: new Map(Object.entries(lists.numbers)),
})

const WORDS: Record<LanguageCode, LanguageWords> = { en: asSets(en), fr: asSets(fr), ru: asSets(ru) }

/** The shared word lists of a language. */
export const languageWords = (language: LanguageCode): LanguageWords => WORDS[language]
