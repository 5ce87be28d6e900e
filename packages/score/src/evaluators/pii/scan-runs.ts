import { hashUnit } from '../../text/form-table.ts'
import { isDigit, isLetter, kindOf } from '../../text/word-characters.ts'
import { type CasedForm, casedForms } from './cased-form.ts'
import { FREE_WORDS, NAME_PARTICLES } from './word-lists.ts'

/** A word or a number with its case; `start` and `end` are UTF-16 units. */
export interface CasedWord {
  form: CasedForm
  start: number
  end: number
  /** Begins a sentence or a line, where a capital says nothing. */
  isFirst: boolean
}

/** Capitalised words that stand together, as places in the list of words, end inclusive. */
export interface CapitalRun {
  from: number
  to: number
}

const MOST_WORDS_IN_RUN = 6

const SPACE = 0x20
const APOSTROPHE = 0x27
const CURLY_APOSTROPHE = 0x2019
const HYPHEN = 0x2d
const FULL_STOP = 0x2e

/** Words and numbers of a text with their case. Hyphens, full stops and apostrophes between letters join, but for the possessive `'s`. */
export function scanCasedWords(text: string): CasedWord[] {
  const words: CasedWord[] = []
  const { length } = text
  let last = 0
  let at = 0
  while (at < length) {
    let unit = text.charCodeAt(at)
    const kind = kindOf(unit)
    if (kind === 0) {
      at += 1
      continue
    }
    const start = at
    let hash = 0
    do {
      hash = hashUnit(hash, unit)
      at += 1
      if (at === length) break
      unit = text.charCodeAt(at)
    } while (kindOf(unit) === kind || (unit !== SPACE && joinsLetters(text, start, at)))
    const isApart = start - last === 1 && text.charCodeAt(last) === SPACE
    words.push({
      form: casedForms.at(text, start, at, hash),
      start,
      end: at,
      isFirst: words.length === 0 || (!isApart && hasBreak(text, last, start)),
    })
    last = at
  }
  return words
}

/** Signs after which a capital says nothing. */
const BREAKS: ReadonlySet<number> = new Set(Array.from('.!?:;\n"“«•', (sign) => sign.charCodeAt(0)))

function hasBreak(text: string, from: number, end: number): boolean {
  for (let at = from; at < end; at += 1) if (BREAKS.has(text.charCodeAt(at))) return true
  return false
}

/** Whether a sign goes on with the word that begins at `start`. */
function joinsLetters(text: string, start: number, at: number): boolean {
  const unit = text.charCodeAt(at)
  const isApostrophe = unit === APOSTROPHE || unit === CURLY_APOSTROPHE
  if (!isApostrophe && unit !== HYPHEN && unit !== FULL_STOP) return false
  if (isDigit(text.charCodeAt(start)) || !isLetter(text.charCodeAt(at + 1))) return false
  const isPossessive = isApostrophe && text.charAt(at + 1) === 's' && !isLetter(text.charCodeAt(at + 2))
  return !isPossessive
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
      else if (!NAME_PARTICLES.has(word.form.lower)) break
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
  word.form.isCapital &&
  (word.form.written.length === 1
    ? word.form.lower !== 'i'
    : !word.isFirst && !FREE_WORDS.has(word.form.lower) && !word.form.isNameTitle)

function canBeName(word: CasedWord): boolean {
  return word.form.isCapital && !word.form.isCommon && !word.form.isNameTitle
}

/** What may stand between two words of one name. */
function joins(between: string, before: CasedWord): boolean {
  return between === ' ' || between === '-' || (between === '. ' && before.form.written.length === 1)
}
