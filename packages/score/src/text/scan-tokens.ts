import type { LanguageCode } from '../languages/language.ts'
import { isDigit, isLetter, isWordUnit } from './word-characters.ts'
import { type WordForm, formTable } from './word-form.ts'
import { hashUnit } from './form-table.ts'

/** A word or a number of a text; `start` and `end` are UTF-16 units, end exclusive. */
export interface Token {
  form: WordForm
  start: number
  end: number
}

const SPACE = 0x20
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
  const forms = formTable(language)
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
    let hash = hashUnit(0, first)
    at += 1
    for (; at < length; at += 1) {
      const unit = text.charCodeAt(at)
      if (!isWordUnit(unit)) {
        if (unit === SPACE) break
        const isApostrophe = unit === APOSTROPHE || unit === CURLY_APOSTROPHE
        if (isNumber ? unit !== COMMA && unit !== FULL_STOP : !isApostrophe) break
        const next = text.charCodeAt(at + 1)
        if (isNumber ? !isDigit(next) : !isLetter(next)) break
        if (doesElide && isApostrophe) {
          hash = hashUnit(hash, unit)
          at += 1
          break
        }
      }
      hash = hashUnit(hash, unit)
    }
    const form = forms.at(text, start, at, hash)
    tokens.push({ form, start, end: at })
  }
  return tokens
}
