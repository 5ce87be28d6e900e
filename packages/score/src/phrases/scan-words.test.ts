import fc from 'fast-check'
import { expect, test } from 'vitest'
import { hashWord, isWordAt, scanWords, wordAt, wordsOf } from './scan-words.ts'

const PIECES = Array.from("aBz09 'É’ΣİЖ-").concat(["can't", 'L’EAU', 'ΟΔΟΣ', 'İs'])
const texts = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 20 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 40 }),
)
/** Words by a regular expression, each lowered by itself. */
const slowWords = (text: string) =>
  (text.match(/[\p{L}\p{M}\p{N}]+(?:['’][\p{L}\p{M}\p{N}]+)*(?:['’]$)?/gu) ?? []).map((word) =>
    word.toLowerCase().replaceAll('’', "'"),
  )

test('whatever the text, words are runs of letters and digits, each in lower case', () => {
  fc.assert(
    fc.property(texts, (text) => {
      const plain = text.replace(/[\u{10000}-\u{10ffff}]/gu, '  ')
      expect(wordsOf(scanWords(plain))).toEqual(slowWords(plain))
    }),
    { numRuns: 2_000 },
  )
}, 60_000)

test('a word is told from others, by its hash and where it stands, as by its copy', () => {
  fc.assert(
    fc.property(texts, texts, (text, other) => {
      const scanned = scanWords(text)
      const words = [...wordsOf(scanned), ...wordsOf(scanWords(other))]
      for (let at = 0; at < scanned.starts.length; at += 1) {
        const own = wordAt(scanned, at)
        expect(scanned.hashes[at]).toBe(hashWord(own))
        for (const word of words) {
          expect(isWordAt(scanned, at, word)).toBe(own === word)
          expect(isWordAt(scanned, at, word, true)).toBe(own.startsWith(word))
        }
      }
    }),
    { numRuns: 500 },
  )
}, 60_000)
