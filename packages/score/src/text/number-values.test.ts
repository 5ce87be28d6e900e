import { expect, test } from 'vitest'
import type { LanguageCode } from '../languages/language.ts'
import { numberValue } from './number-values.ts'
import { scanTokens } from './scan-tokens.ts'

const valuesOf = (text: string, language: LanguageCode | null = 'en') => {
  const tokens = scanTokens(text, language)
  return tokens.flatMap((_, at) => numberValue(tokens, at) ?? [])
}

test.for([
  ['1,200 of 3.5', 'en', [1200, 3.5]],
  ['twelve and 12th', 'en', [12, 12]],
  ['the 1980s', 'en', [1980]],
  ['2.5 million', 'en', [2_500_000, 1_000_000]],
  ['no number at all', 'en', []],
  ['3,5 et douze', 'fr', [3.5, 12]],
  ['двенадцать и 1,5', 'ru', [12, 1.5]],
  ['7 without a language', null, [7]],
  ['٣ and ½', 'en', []],
] as const)('%s in %s has the numbers %j', ([text, language, values]) => {
  expect(valuesOf(text, language)).toEqual(values)
})
