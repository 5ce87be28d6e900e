import { findAlike } from './find-alike.ts'
import { foldText, type FoldedText } from './fold-text.ts'
import { LONGEST_TEXT } from './verdict.ts'

/** Where a quote stands in one of the texts. */
export interface FoundQuote {
  /** Place of the text in the list. */
  text: number
  /** In UTF-16 units of that text, end exclusive. */
  start: number
  end: number
  /** `alike` where words differ: at most one in five, none of them a number or a negation. */
  how: 'exact' | 'folded' | 'alike'
}

/** Between the parts of a quote that leaves something out. No spaces: folding drops them, and a run of them would be tried from each of its places. */
const GAP = /\.{3,}|…|\[\.{3,}\]|\[…\]/

/** More parts than this are no quote. */
const MOST_PARTS = 10

/**
 * A finder of quotes in texts: exactly, then without regard to case, spaces and typography, then by words. A quote with gaps (`…`) is
 * found where all its parts follow each other in one text, and answers the place of the first part. Quotes without substance, shorter than three
 * letters and without a digit, are found nowhere; of a long one the first 2,000 characters are looked for. The texts are folded once; a quote costs
 * O(their length).
 */
export function quoteFinder(texts: readonly string[]): (quote: string) => FoundQuote | null {
  let known: FoldedText[] | null = null
  const folded = () => (known ??= texts.map(foldText))
  return (quote) => {
    const plain = trimQuote(quote.slice(0, LONGEST_TEXT))
    if (!hasSubstance(plain)) return null
    for (const [text, whole] of texts.entries()) {
      const start = whole.indexOf(plain)
      if (start >= 0) return { text, start, end: start + plain.length, how: 'exact' }
    }
    const parts = splitQuote(plain)
      .map((part) => foldText(part).text)
      .filter((part) => part !== '')
    if (!parts.some(hasSubstance)) return null
    for (const [text, whole] of folded().entries()) {
      const found = findParts(whole, parts)
      if (found !== null) return { text, ...found, how: 'folded' }
    }
    for (const [text, whole] of folded().entries()) {
      const found = parts.length === 1 ? findAlike(whole.text, parts[0]!) : null
      if (found !== null) return { text, ...placesOf(whole, found.start, found.end), how: 'alike' }
    }
    return null
  }
}

/** The parts of a quote between its gaps, at most ten. */
export function splitQuote(quote: string): string[] {
  return quote.slice(0, LONGEST_TEXT).split(GAP, MOST_PARTS)
}

/** A quote without quotation marks and spaces around it. */
function trimQuote(quote: string): string {
  return quote.replace(/^[\s"'“”„«»‘’]+/, '').replace(/[\s"'“”„«»‘’]{1,100}$/, '')
}

function hasSubstance(quote: string): boolean {
  return /[\p{L}]\P{L}*\p{L}\P{L}*\p{L}|\p{N}|\p{Script=Han}/u.test(quote.slice(0, 1_000))
}

function findParts(whole: FoldedText, parts: readonly string[]): { start: number; end: number } | null {
  let [from, first] = [0, -1]
  for (const part of parts) {
    const start = whole.text.indexOf(part, from)
    if (start < 0) return null
    if (first < 0) first = start
    from = start + part.length
  }
  return placesOf(whole, first, first + parts[0]!.length)
}

function placesOf({ places }: FoldedText, start: number, end: number): { start: number; end: number } {
  return { start: places[start]!, end: places[end - 1]! + 1 }
}
