import snowball from 'snowball-stemmers'
import { languageWords } from '../languages/language-words.ts'
import type { LanguageCode } from '../languages/language.ts'

/** What is known of a word wherever it stands. */
export interface WordForm {
  /** Lower case, with a straight apostrophe. */
  word: string
  /** Snowball's stem; the word itself where there is no stemmer or it is too long for one. */
  stem: string
  isStop: boolean
  isNegation: boolean
}

/** The longest words of our languages have about 30 letters; what is longer is no word. */
const MAX_STEMMED = 40
/** Forms remembered for each language: a vocabulary, not a log. */
const MAX_REMEMBERED = 50_000

const ALGORITHMS = { en: 'english', fr: 'french', ru: 'russian' } as const

const makeForms = (language: LanguageCode | null) => ({
  remembered: new Map<string, WordForm>(),
  stemmer: language === null ? null : snowball.newStemmer(ALGORITHMS[language]),
  words: language === null ? null : languageWords(language),
})

const forms = { en: makeForms('en'), fr: makeForms('fr'), ru: makeForms('ru'), none: makeForms(null) }

/** The form of a word as it is written, remembered because texts repeat their words. */
export function wordForm(written: string, language: LanguageCode | null): WordForm {
  const { remembered, stemmer, words } = forms[language ?? 'none']
  const known = remembered.get(written)
  if (known !== undefined) return known
  const word = written.toLowerCase().replaceAll('’', "'")
  const form = {
    word,
    stem: stemmer === null || word.length > MAX_STEMMED ? word : stemmer.stem(word),
    isStop: words?.stopWords.has(word) ?? false,
    isNegation: words?.negations.has(word) ?? false,
  }
  if (written.length > MAX_STEMMED) return form
  if (remembered.size >= MAX_REMEMBERED) remembered.clear()
  remembered.set(written, form)
  return form
}
