/** A set of six-character strings, one bit for each hash: a few hundredths of strangers look known. */
export type GramFilter = Uint32Array

const GRAM = 6
/** Bits for each character, so that a context fills a thirtieth of them; a power of two is taken from there on. */
const BITS_PER_UNIT = 32
const LEAST_BITS = 2 ** 12
const MOST_BITS = 2 ** 22

/** The six characters in a row of some texts, letters and digits alone, in lower case. */
export function collectGrams(texts: readonly string[]): GramFilter {
  const units = texts.reduce((sum, text) => sum + text.length, 0)
  const wanted = Math.min(MOST_BITS, Math.max(LEAST_BITS, units * BITS_PER_UNIT))
  const filter = new Uint32Array(2 ** Math.ceil(Math.log2(wanted)) / 32)
  const mask = filter.length * 32 - 1
  for (const text of texts) {
    const grams = hashGrams(text, 0, text.length)
    const ends = hashes
    for (let at = 0; at < grams; at += 1) {
      const bit = ends[at + GRAM - 1]! & mask
      filter[bit >>> 5]! |= 1 << (bit & 31)
    }
  }
  return filter
}

/** How many grams of a part of a text are in the filter, and how many it has. */
export function countGrams(
  filter: GramFilter,
  text: string,
  start: number,
  end: number,
): { known: number; all: number } {
  const mask = filter.length * 32 - 1
  const all = hashGrams(text, start, end)
  const ends = hashes
  let known = 0
  for (let at = 0; at < all; at += 1) {
    const bit = ends[at + GRAM - 1]! & mask
    known += (filter[bit >>> 5]! >>> (bit & 31)) & 1
  }
  return { known, all }
}

const BASE = 31
/** BASE^GRAM, by which the unit that leaves the window counts. */
const LEAVING = Math.imul(Math.imul(BASE * BASE, BASE * BASE), BASE * BASE)

/** Each unit in lower case, 0 for those below U+0080 that are no letter or digit. */
const folded = Uint16Array.from({ length: 0x80 }, (_, unit) => {
  const character = String.fromCharCode(unit).toLowerCase()
  return /[a-z0-9]/.test(character) ? character.charCodeAt(0) : 0
})

/** Room for the hashes of one text and its units, which grows to the longest; read before the next text is hashed. */
let hashes = new Int32Array(2 ** 12)
let read = new Uint16Array(2 ** 12 + GRAM)

/**
 * How many grams a part of a text has, their hashes being in `hashes` by where they end, from GRAM - 1 on. A rolling polynomial hash; what is
 * no letter or digit below U+0080 is skipped, so spacing and punctuation do not matter.
 */
function hashGrams(text: string, start: number, end: number): number {
  if (end - start > hashes.length) {
    hashes = new Int32Array(end - start)
    read = new Uint16Array(end - start + GRAM)
  }
  // Names of their own, as those of a module are looked up at each step.
  const [own, ends] = [read, hashes]
  let count = 0
  let hash = 0
  for (let at = start; at < end; at += 1) {
    const written = text.charCodeAt(at)
    const unit = written < 0x80 ? folded[written]! : written
    if (unit === 0) continue
    own[count + GRAM] = unit
    // Before the first unit there are zeros.
    hash = (Math.imul(hash, BASE) + unit - Math.imul(own[count]!, LEAVING)) | 0
    ends[count] = Math.imul(hash, 0x9e37_79b1) >>> 8
    count += 1
  }
  return Math.max(0, count - GRAM + 1)
}
