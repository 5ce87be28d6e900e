import fc from 'fast-check'
import { expect, test } from 'vitest'
import { scanTokens } from './scan-tokens.ts'

const PIECES = Array.from("aBé1½१ ,.'’-\u0301😀").concat(["can't", 'L’eau', '1,000', '3.5', "x'"])
const texts = fc.array(fc.constantFrom(...PIECES), { maxLength: 12 }).map((pieces) => pieces.join(''))
const REST = String.raw`[\p{L}\p{M}\p{N}]*`
const NUMBER = String.raw`\p{N}${REST}(?:[.,]\p{N}${REST})*`
const WORD = String.raw`[\p{L}\p{M}]${REST}`
/** Words and numbers by a regular expression. */
const FORMS = {
  en: new RegExp(`${NUMBER}|${WORD}(?:['’]${WORD})*`, 'gu'),
  fr: new RegExp(String.raw`${NUMBER}|${WORD}(?:['’](?=[\p{L}\p{M}]))?`, 'gu'),
}

test.for(['en', 'fr'] as const)(
  'whatever the text, tokens of %s are its words and numbers',
  { timeout: 60_000 },
  (language) => {
    fc.assert(
      fc.property(texts, (text) => {
        const found = scanTokens(text, language).map(({ start, end }) => text.slice(start, end))
        expect(found).toEqual(text.match(FORMS[language]) ?? [])
      }),
      { numRuns: 2_000 },
    )
  },
)
