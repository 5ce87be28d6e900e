import { COMMON_WORDS, FREE_WORDS, NAME_PARTICLES, NAME_TITLES } from './word-lists.ts'

/** A word with its case; `start` and `end` are UTF-16 units. */
export interface CasedWord {
  written: string
  lower: string
  start: number
  end: number
  isCapital: boolean
  /** Begins a sentence or a line, where a capital says nothing. */
  isFirst: boolean
}

/** Capitalised words that stand together, as places in the list of words, end inclusive. */
export interface CapitalRun {
  from: number
  to: number
}

const WORD = /\p{L}[\p{L}\p{M}]*(?:(?:['’](?!s(?!\p{L}))|[.-])\p{L}[\p{L}\p{M}]*)*|\p{N}+/gu
const MOST_WORDS_IN_RUN = 6

/** Words and numbers of a text with their case. */
export function scanCasedWords(text: string): CasedWord[] {
  const words: CasedWord[] = []
  let last = 0
  for (const match of text.matchAll(WORD)) {
    const written = match[0]
    const start = match.index
    const between = text.slice(last, start)
    const first = written.charAt(0)
    words.push({
      written,
      lower: written.toLowerCase(),
      start,
      end: start + written.length,
      isCapital: first !== first.toLowerCase(),
      isFirst: words.length === 0 || /[.!?:;\n"“«•]/.test(between),
    })
    last = start + written.length
  }
  return words
}

/** Runs of capitalised words that are not common words, with particles (`van der`) and initials (`L.`) inside. */
export function findCapitalRuns(text: string, words: readonly CasedWord[]): CapitalRun[] {
  const runs: CapitalRun[] = []
  let at = 0
  while (at < words.length) {
    if (!canBeName(words[at]!)) {
      at += 1
      continue
    }
    const from = startOf(text, words, at)
    let to = at
    let next = at + 1
    while (next < words.length && next - from < MOST_WORDS_IN_RUN) {
      const word = words[next]!
      if (!joins(text.slice(words[next - 1]!.end, word.start), words[next - 1]!)) break
      if (canBeName(word) || canBelong(word)) to = next
      else if (!NAME_PARTICLES.has(word.lower)) break
      next += 1
    }
    runs.push({ from, to })
    at = to + 1
  }
  return runs
}

/** A common word with a capital within a sentence belongs to the name that follows: `South Africa`, `Credit Karma`. */
function startOf(text: string, words: readonly CasedWord[], at: number): number {
  const before = words[at - 1]
  return before && canBelong(before) && text.slice(before.end, words[at]!.start) === ' ' ? at - 1 : at
}

const canBelong = (word: CasedWord) =>
  word.isCapital &&
  (word.written.length === 1
    ? word.lower !== 'i'
    : !word.isFirst && !FREE_WORDS.has(word.lower) && !NAME_TITLES.has(word.lower))

function canBeName(word: CasedWord): boolean {
  return word.isCapital && !COMMON_WORDS.has(word.lower) && !NAME_TITLES.has(word.lower)
}

/** What may stand between two words of one name. */
function joins(between: string, before: CasedWord): boolean {
  return between === ' ' || between === '-' || (between === '. ' && before.written.length === 1)
}
