import type { LanguageCode } from '../languages/language.ts'
import { isDigit, isLetter, isWordUnit } from './word-characters.ts'
import { type WordForm, wordForm } from './word-form.ts'

/** A word or a number of a text; `start` and `end` are UTF-16 units, end exclusive. */
export interface Token {
  form: WordForm
  start: number
  end: number
  /** Starts with a digit: `12`, `3.5`, `1,000`, `1980s`. */
  isNumber: boolean
  /** Starts with an upper-case letter. */
  isCapitalised: boolean
}

const APOSTROPHE = 0x27
const CURLY_APOSTROPHE = 0x2019
const COMMA = 0x2c
const FULL_STOP = 0x2e

/**
 * The words and numbers of a text in one pass. A comma or full stop stays within a number, an apostrophe within a word (in French it
 * ends one: `l'eau` is two), a dash parts words; all else parts them too.
 */
export function scanTokens(text: string, language: LanguageCode | null): Token[] {
  const tokens: Token[] = []
  const doesElide = language === 'fr'
  const length = text.length
  let at = 0
  while (at < length) {
    const first = text.charCodeAt(at)
    if (!isWordUnit(first)) {
      at += 1
      continue
    }
    const start = at
    const isNumber = isDigit(first)
    at += 1
    while (at < length) {
      const unit = text.charCodeAt(at)
      if (isWordUnit(unit)) at += 1
      else if (isNumber && (unit === COMMA || unit === FULL_STOP) && isDigit(text.charCodeAt(at + 1))) at += 2
      else if ((unit === APOSTROPHE || unit === CURLY_APOSTROPHE) && isLetter(text.charCodeAt(at + 1))) {
        at += 1
        if (doesElide) break
      } else break
    }
    const written = text.slice(start, at)
    const isCapitalised = !isNumber && written.charCodeAt(0) !== written.toLowerCase().charCodeAt(0)
    tokens.push({ form: wordForm(written, language), start, end: at, isNumber, isCapitalised })
  }
  return tokens
}
