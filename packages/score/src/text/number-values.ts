import { languageWords } from '../languages/language-words.ts'
import type { LanguageCode } from '../languages/language.ts'
import type { Token } from './scan-tokens.ts'

const SCALES = new Set([1_000, 1_000_000, 1_000_000_000])

/**
 * The number that a token means, or null: `1,200`, `12th` and `twelve` are numbers, `1980s` is 1980. A scale that follows counts (`2.5
 * million`). In French and Russian a comma before other than three digits is a decimal point.
 */
export function numberValue(
  tokens: readonly Token[],
  at: number,
  language: LanguageCode | null,
): number | null {
  const value = plainValue(tokens[at]!, language)
  const next = tokens[at + 1]
  if (value === null || next === undefined || next.isNumber) return value
  const scale = plainValue(next, language)
  return scale !== null && SCALES.has(scale) && value < scale ? value * scale : value
}

function plainValue(token: Token, language: LanguageCode | null): number | null {
  const { word } = token.form
  if (!token.isNumber) return language === null ? null : (languageWords(language).numbers.get(word) ?? null)
  const digits = /^[\d.,]+/.exec(word)?.[0]
  if (digits === undefined) return null
  const plain =
    /,\d{3}(?!\d)/.test(digits) || language === 'en' ? digits.replaceAll(',', '') : digits.replace(',', '.')
  const value = Number.parseFloat(plain)
  return Number.isFinite(value) ? value : null
}
