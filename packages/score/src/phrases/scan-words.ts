import { hashUnit } from '../text/form-table.ts'
import { foldUnit, IRREGULAR } from './folded-units.ts'

/** Words of a text as parallel lists, none of them copied out of it: their places in UTF-16 units, end exclusive, and hashes. */
export interface ScannedWords {
  text: string
  starts: number[]
  ends: number[]
  /** By `hashWord`, of the words as `wordAt` gives them. */
  hashes: number[]
  /** The same of their first BEGINNING_UNITS units, of no use for shorter words. */
  beginnings: number[]
  /** Words that are read otherwise than their lower case, unit by unit, by their place in the lists. */
  respelled: Map<number, string>
}

export const BEGINNING_UNITS = 3

const APOSTROPHE = 0x27
const CURLY_APOSTROPHE = 0x2019

/**
 * Words of a text for matching phrases: runs of letters and digits, with apostrophes inside whatever the language (`can't`,
 * `l'eau`). Hyphens part words. One pass, without word forms: most evaluators need but an opening.
 */
export function scanWords(text: string): ScannedWords {
  const found: ScannedWords = { text, starts: [], ends: [], hashes: [], beginnings: [], respelled: new Map() }
  const { length } = text
  let at = 0
  while (at < length) {
    let unit = foldUnit(text.charCodeAt(at))
    if (unit === 0) {
      at += 1
      continue
    }
    const start = at
    let hash = 0
    let beginning = 0
    let isRegular = true
    for (;;) {
      if (unit === IRREGULAR) isRegular = false
      hash = hashUnit(hash, unit)
      at += 1
      if (at - start === BEGINNING_UNITS) beginning = hash
      if (at === length) break
      const written = text.charCodeAt(at)
      unit = foldUnit(written)
      if (unit !== 0) continue
      if (written !== APOSTROPHE && written !== CURLY_APOSTROPHE) break
      if (at + 1 === length) {
        // At the very end of a text it counts as part of the word, and as if one unit followed.
        isRegular = false
        at += 2
        break
      }
      unit = foldUnit(text.charCodeAt(at + 1))
      if (unit === 0) break
      hash = hashUnit(hash, APOSTROPHE)
      at += 1
      if (at - start === BEGINNING_UNITS) beginning = hash
    }
    found.starts.push(start)
    found.ends.push(at)
    found.hashes.push(hash)
    found.beginnings.push(beginning)
    if (!isRegular) respell(found, found.starts.length - 1, lowerOf(text.slice(start, at)))
  }
  return found
}

const lowerOf = (written: string) => written.toLowerCase().replaceAll('’', "'")

/** Has a word read as another. */
export function respell(scanned: ScannedWords, at: number, word: string): void {
  scanned.respelled.set(at, word)
  scanned.hashes[at] = hashWord(word)
  scanned.beginnings[at] = hashWord(word.slice(0, BEGINNING_UNITS))
}

/** The hash of a word in lower case with straight apostrophes. */
export function hashWord(word: string): number {
  let hash = 0
  for (let at = 0; at < word.length; at += 1) hash = hashUnit(hash, word.charCodeAt(at))
  return hash
}

/** A word in lower case with straight apostrophes. */
export const wordAt = ({ text, starts, ends, respelled }: ScannedWords, at: number): string =>
  respelled.get(at) ?? lowerOf(text.slice(starts[at], ends[at]))

/** All words, as `wordAt` gives them. */
export const wordsOf = (scanned: ScannedWords): string[] => scanned.starts.map((_, at) => wordAt(scanned, at))

/** One unit of a word as `wordAt` gives it; beyond its end any. */
function unitAt({ text, starts, respelled }: ScannedWords, at: number, place: number): number {
  const other = respelled.size > 0 ? respelled.get(at) : undefined
  if (other !== undefined) return other.charCodeAt(place)
  // What is no part of a word but stands in one is an apostrophe.
  return foldUnit(text.charCodeAt(starts[at]! + place)) || APOSTROPHE
}

/** Whether `wordAt` would give the word, or one that begins so, without copying it out. */
export function isWordAt(scanned: ScannedWords, at: number, word: string, isBeginning = false): boolean {
  const length = scanned.respelled.get(at)?.length ?? scanned.ends[at]! - scanned.starts[at]!
  if (isBeginning ? length < word.length : length !== word.length) return false
  for (let place = 0; place < word.length; place += 1)
    if (unitAt(scanned, at, place) !== word.charCodeAt(place)) return false
  return true
}
