import { spaceOut } from '../../text/unspaced.ts'
import { HIDDEN_CHARACTERS } from '../hidden-characters.ts'
import { unescapeData } from '../prompt/escape-data.ts'
import { quoteFinder, splitQuote, type FoundQuote } from './find-quote.ts'

/** A quote with fewer words and fewer characters stands in nearly every text, and proves nothing. */
const FEWEST_WORDS = 3
const FEWEST_CHARACTERS = 12

/** For the task of a judge. */
export const QUOTE_LENGTH = `A quote has at least ${FEWEST_WORDS} words or ${FEWEST_CHARACTERS} characters, unless it is the whole text.`

/**
 * A finder of the quotes that a judge gives as evidence, as it copied them from its data. One without at least three words or twelve characters in
 * one piece counts nowhere, but for a text that has no more and is quoted whole. Characters of scripts without spaces are words,
 * and a mark of invisible characters is found where as many stand.
 */
export function evidenceFinder(texts: readonly string[]): (quote: string) => FoundQuote | null {
  const find = quoteFinder(texts)
  return (quote) => {
    const hidden = HIDDEN_MARK.exec(quote.slice(0, 100))
    if (hidden !== null) return findHidden(texts, Number(hidden[1]))
    const found = find(unescapeData(quote))
    if (found === null || hasWeight(quote)) return found
    return wordsOf(texts[found.text]!).join(' ') ===
      wordsOf(texts[found.text]!.slice(found.start, found.end)).join(' ')
      ? found
      : null
  }
}

/** What the judge sees of characters that it cannot quote. */
const HIDDEN_MARK = /^[\s"'“”]*\[(\d{1,9}) invisible characters\][\s"'“”]*$/

function findHidden(texts: readonly string[], count: number): FoundQuote | null {
  for (const [text, whole] of texts.entries())
    for (const { 0: run, index: start } of whole.matchAll(HIDDEN_CHARACTERS))
      if (Array.from(run).length === count) return { text, start, end: start + run.length, how: 'exact' }
  return null
}

function hasWeight(quote: string): boolean {
  return splitQuote(unescapeData(quote)).some((part) => {
    const words = wordsOf(part)
    return words.length >= FEWEST_WORDS || words.join(' ').length >= FEWEST_CHARACTERS
  })
}

const wordsOf = (text: string) => spaceOut(text).match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
