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
  /** The same of the words as they are written. */
  writtenHashes: number[]
  /** Places in the lists of the words that have an apostrophe. */
  joined: number[]
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
  const { length } = text
  const joined: number[] = []
  const respelled: number[] = []
  let count = 0
  let at = 0
  while (at < length) {
    let written = text.charCodeAt(at)
    let unit = foldUnit(written)
    if (unit === 0) {
      at += 1
      continue
    }
    const start = at
    let hash = 0
    let writtenHash = 0
    let beginning = 0
    let isRegular = true
    for (;;) {
      if (unit === IRREGULAR) isRegular = false
      hash = hashUnit(hash, unit)
      writtenHash = hashUnit(writtenHash, written)
      at += 1
      if (at - start === BEGINNING_UNITS) beginning = hash
      if (at === length) break
      written = text.charCodeAt(at)
      unit = foldUnit(written)
      if (unit !== 0) continue
      if (written !== APOSTROPHE && written !== CURLY_APOSTROPHE) break
      if (at + 1 === length) {
        // At the very end of a text it counts as part of the word, and as if one unit followed.
        isRegular = false
        joined.push(count)
        at += 2
        break
      }
      if (foldUnit(text.charCodeAt(at + 1)) === 0) break
      unit = APOSTROPHE
      if (joined.at(-1) !== count) joined.push(count)
    }
    room.starts[count] = start
    room.ends[count] = at
    room.hashes[count] = hash
    room.beginnings[count] = beginning
    room.writtenHashes[count] = writtenHash
    if (!isRegular) respelled.push(count)
    count += 1
  }
  const found: ScannedWords = {
    text,
    starts: room.starts.slice(0, count),
    ends: room.ends.slice(0, count),
    hashes: room.hashes.slice(0, count),
    beginnings: room.beginnings.slice(0, count),
    writtenHashes: room.writtenHashes.slice(0, count),
    joined,
    respelled: new Map(),
  }
  for (const word of respelled)
    respell(found, word, lowerOf(text.slice(found.starts[word], found.ends[word])))
  return found
}

/** Room for the words of one text, which grows to the longest; copied before the next one is scanned. */
const room: Record<'starts' | 'ends' | 'hashes' | 'beginnings' | 'writtenHashes', number[]> = {
  starts: [],
  ends: [],
  hashes: [],
  beginnings: [],
  writtenHashes: [],
}

function lowerOf(written: string): string {
  const lower = written.toLowerCase()
  return lower.includes('’') ? lower.replaceAll('’', "'") : lower
}

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

/** Whether `wordAt` would give the word, or one that begins so, without copying it out. */
export function isWordAt(scanned: ScannedWords, at: number, word: string, isBeginning = false): boolean {
  const other = scanned.respelled.size > 0 ? scanned.respelled.get(at) : undefined
  if (other !== undefined) return isBeginning ? other.startsWith(word) : other === word
  const start = scanned.starts[at]!
  const length = scanned.ends[at]! - start
  if (isBeginning ? length < word.length : length !== word.length) return false
  for (let place = 0; place < word.length; place += 1) {
    const unit = scanned.text.charCodeAt(start + place)
    // What is no part of a word but stands in one is an apostrophe.
    if ((foldUnit(unit) || APOSTROPHE) !== word.charCodeAt(place)) return false
  }
  return true
}
