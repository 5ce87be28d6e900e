import snowball from 'snowball-stemmers'
import { type Cue, cuesOf } from '../languages/claim-cues.ts'
import { languageWords } from '../languages/language-words.ts'
import type { LanguageCode } from '../languages/language.ts'
import { type FormTable, hashUnit, makeFormTable } from './form-table.ts'
import { readNumber } from './read-number.ts'
import { stemEnglish } from './stem-english.ts'

/** What is known of a word wherever it stands. */
export interface WordForm {
  /** Lower case, with a straight apostrophe. */
  word: string
  /** Snowball's stem; the word itself where there is no stemmer or it is too long for one. */
  stem: string
  /** The first five letters of the stem, which words of one family share: `invest`, `investor`; null for shorter ones. */
  family: string | null
  isStop: boolean
  isNegation: boolean
  /** Starts with an upper-case letter. */
  isCapitalised: boolean
  /** The number that it is or spells by itself; null for other words. */
  value: number | null
  /** Kinds of telling words that it is; null for most words, which are none. */
  cues: ReadonlySet<Cue> | null
}

/** The longest words of our languages have about 30 letters; what is longer is no word. */
const MAX_STEMMED = 40
/** Forms remembered for each language: a vocabulary, not a log. */
const MAX_REMEMBERED = 50_000

/** Letters that words of one family share. */
const FAMILY_LETTERS = 5

const ALGORITHMS = { fr: 'french', ru: 'russian' } as const

const makeTable = (language: LanguageCode | null) => {
  const stem = stemmerOf(language)
  const words = language === null ? null : languageWords(language)
  return makeFormTable(
    (written): WordForm => {
      const word = written.toLowerCase().replaceAll('’', "'")
      const stemmed = word.length > MAX_STEMMED ? word : stem(word)
      return {
        word,
        stem: stemmed,
        family: stemmed.length >= FAMILY_LETTERS ? stemmed.slice(0, FAMILY_LETTERS) : null,
        isStop: words?.stopWords.has(word) ?? false,
        isNegation: words?.negations.has(word) ?? false,
        isCapitalised: written[0] !== written[0]?.toLowerCase(),
        value: readNumber(word, language),
        cues: cuesOf(word),
      }
    },
    MAX_REMEMBERED,
    MAX_STEMMED,
  )
}

function stemmerOf(language: LanguageCode | null): (word: string) => string {
  if (language === null) return (word) => word
  if (language === 'en') return stemEnglish
  const stemmer = snowball.newStemmer(ALGORITHMS[language])
  return (word) => stemmer.stem(word)
}

const tables = { en: makeTable('en'), fr: makeTable('fr'), ru: makeTable('ru'), none: makeTable(null) }

/** The forms of a language's words, or those of none. */
export const formTable = (language: LanguageCode | null): FormTable<WordForm> => tables[language ?? 'none']

/** The form of a word as it is written. */
export function wordForm(written: string, language: LanguageCode | null): WordForm {
  let hash = 0
  for (let at = 0; at < written.length; at += 1) hash = hashUnit(hash, written.charCodeAt(at))
  return formTable(language).at(written, 0, written.length, hash)
}
