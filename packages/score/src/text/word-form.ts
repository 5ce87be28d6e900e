import snowball from 'snowball-stemmers'
import { type Cue, cuesOf } from '../languages/claim-cues.ts'
import { languageWords } from '../languages/language-words.ts'
import type { LanguageCode } from '../languages/language.ts'
import { type FormTable, hashUnit, makeFormTable } from './form-table.ts'
import { readNumber } from './read-number.ts'
import { stemEnglish } from './stem-english.ts'
import { isDigit } from './word-characters.ts'

/** What is known of a word wherever it stands. */
export interface WordForm {
  /** The last index of a context that looked its stem up, and the number that it has there; only indexes write and read them. */
  index: number
  numberInIndex: number
  /** Lower case, with a straight apostrophe. */
  word: string
  /** Snowball's stem; the word itself where there is no stemmer or it is too long for one. */
  stem: string
  /** Two of 32 bits, by a hash of the stem: those of a few stems together tell most others apart. */
  stemBits: number
  /** The first five letters of the stem, which words of one family share: `invest`, `investor`; null for shorter ones. */
  family: string | null
  isStop: boolean
  /** Starts with a digit: `12`, `3.5`, `1,000`, `1980s`. */
  isNumber: boolean
  /** Starts with an upper-case letter. */
  isCapitalised: boolean
  /** The number that it is or spells by itself; null for other words. */
  value: number | null
  /** Kinds of telling words that it is; null for most words, which are none. */
  cues: ReadonlySet<Cue> | null
  /** How rare its stem is, once somebody asked. */
  rarity: number | null
}

/** The longest words of our languages have about 30 letters; what is longer is no word. */
const MAX_STEMMED = 40
/** Forms remembered for each language: a vocabulary, not a log. */
const MAX_REMEMBERED = 30_000

/** Letters that words of one family share. */
const FAMILY_LETTERS = 5

const ALGORITHMS = { fr: 'french', ru: 'russian' } as const

const makeTable = (language: LanguageCode | null) => {
  const stem = stemmerOf(language)
  const words = language === null ? null : languageWords(language)
  return makeFormTable(
    (written): WordForm => {
      const lower = written.toLowerCase()
      const word = lower.includes('’') ? lower.replaceAll('’', "'") : lower
      const stemmed = word.length > MAX_STEMMED ? word : stem(word)
      return {
        index: 0,
        numberInIndex: 0,
        word,
        stem: stemmed,
        stemBits: stemBits(stemmed),
        family: stemmed.length >= FAMILY_LETTERS ? stemmed.slice(0, FAMILY_LETTERS) : null,
        isStop: words?.stopWords.has(word) ?? false,
        isNumber: isDigit(written.charCodeAt(0)),
        isCapitalised: written[0] !== written[0]?.toLowerCase(),
        value: readNumber(word, language),
        cues: cuesOf(word),
        rarity: null,
      }
    },
    MAX_REMEMBERED,
    MAX_STEMMED,
  )
}

/** The bits of a stem, as forms have them. */
export function stemBits(stem: string): number {
  const hash = Math.imul(hashOf(stem), 0x9e37_79b1)
  return (1 << (hash >>> 27)) | (1 << ((hash >>> 22) & 31))
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
export const wordForm = (written: string, language: LanguageCode | null): WordForm =>
  formTable(language).at(written, 0, written.length, hashOf(written))

function hashOf(word: string): number {
  let hash = 0
  for (let at = 0; at < word.length; at += 1) hash = hashUnit(hash, word.charCodeAt(at))
  return hash
}
