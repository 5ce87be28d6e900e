import { languageWords } from '../languages/language-words.ts'
import type { LanguageCode } from '../languages/language.ts'

/**
 * The number that one word is or spells, or null: `1,200`, `12th` and `twelve` are numbers, `1980s` is 1980. In French and Russian a
 * comma before other than three digits is a decimal point.
 */
export function readNumber(word: string, language: LanguageCode | null): number | null {
  const first = word.charCodeAt(0)
  if (!(first >= 0x30 && first <= 0x39))
    return language === null ? null : (languageWords(language).numbers.get(word) ?? null)
  const digits = /^[\d.,]+/.exec(word)![0]
  const isGrouped = language === 'en' || /,\d{3}(?!\d)/.test(digits)
  const value = Number.parseFloat(isGrouped ? digits.replaceAll(',', '') : digits.replace(',', '.'))
  return Number.isFinite(value) ? value : null
}
