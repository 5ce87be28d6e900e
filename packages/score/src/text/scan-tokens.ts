import type { LanguageCode } from '../languages/language.ts'
import { isDigit, isLetter, isWordUnit } from './word-characters.ts'
import { type WordForm, formTable } from './word-form.ts'
import { type FormTable, hashUnit } from './form-table.ts'
import { scanWords, type ScannedWords } from '../phrases/scan-words.ts'

/** A word or a number of a text; `start` and `end` are UTF-16 units, end exclusive. */
export interface Token {
  form: WordForm
  start: number
  end: number
}

const APOSTROPHE = 0x27
const CURLY_APOSTROPHE = 0x2019
const COMMA = 0x2c
const FULL_STOP = 0x2e

/**
 * The words and numbers of a text. A comma or full stop stays within a number, an apostrophe within a word (in French it ends one: `l'eau` is
 * two), a dash parts words; all else parts them too.
 */
export const scanTokens = (text: string, language: LanguageCode | null): Token[] =>
  tokensOf(scanWords(text), language)

/** The same of a text whose words for phrases are known: they are the same but for numbers with signs and words with apostrophes. */
export function tokensOf(words: ScannedWords, language: LanguageCode | null): Token[] {
  const { text, starts, ends, writtenHashes, joined } = words
  const tokens: Token[] = []
  const forms = formTable(language)
  let nextJoined = 0
  let read = 0
  for (let word = 0; word < starts.length; word += 1) {
    const end = ends[word]!
    const isJoined = joined[nextJoined] === word
    if (isJoined) nextJoined += 1
    if (end <= read) continue
    const start = Math.max(starts[word]!, read)
    if (isJoined || isInNumber(text, start, end))
      read = scanStretch(tokens, forms, text, start, end, language)
    else tokens.push({ form: forms.at(text, start, end, writtenHashes[word]!), start, end })
  }
  return tokens
}

/** Whether a word is a number that goes on after a sign. */
function isInNumber(text: string, start: number, end: number): boolean {
  const sign = text.charCodeAt(end)
  return (
    (sign === COMMA || sign === FULL_STOP) &&
    isDigit(text.charCodeAt(start)) &&
    isDigit(text.charCodeAt(end + 1))
  )
}

/** Adds the tokens that begin in a part of a text; gives where the last one ends. */
function scanStretch(
  tokens: Token[],
  forms: FormTable<WordForm>,
  text: string,
  from: number,
  to: number,
  language: LanguageCode | null,
): number {
  const doesElide = language === 'fr'
  const length = Math.min(to, text.length)
  let at = from
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
    for (; at < text.length; at += 1) {
      const unit = text.charCodeAt(at)
      if (!isWordUnit(unit)) {
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
    tokens.push({ form: forms.at(text, start, at, hash), start, end: at })
  }
  return at
}
