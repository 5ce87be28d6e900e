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
    const grams = hashGrams(text)
    for (let at = 0; at < grams; at += 1) {
      const bit = hashes[at]! & mask
      filter[bit >>> 5]! |= 1 << (bit & 31)
    }
  }
  return filter
}

/** How many of a text's grams are in the filter, and how many it has. */
export function countGrams(filter: GramFilter, text: string): { known: number; all: number } {
  const mask = filter.length * 32 - 1
  const all = hashGrams(text)
  let known = 0
  for (let at = 0; at < all; at += 1) {
    const bit = hashes[at]! & mask
    known += (filter[bit >>> 5]! >>> (bit & 31)) & 1
  }
  return { known, all }
}

const BASE = 31
/** BASE^GRAM, by which the unit that leaves the window counts. */
const LEAVING = Math.imul(Math.imul(BASE * BASE, BASE * BASE), BASE * BASE)

/** Room for the hashes of one text, which grows to the longest; read before the next text is hashed. */
let hashes = new Int32Array(2 ** 12)
const window = new Uint16Array(GRAM)

/**
 * How many grams a text has, their hashes being in `hashes` from the beginning. A rolling polynomial hash; what is no letter or digit
 * below U+0080 is skipped, so spacing and punctuation do not matter.
 */
function hashGrams(text: string): number {
  if (text.length > hashes.length) hashes = new Int32Array(text.length)
  window.fill(0)
  let count = 0
  let slot = 0
  let hash = 0
  for (let at = 0; at < text.length; at += 1) {
    let unit = text.charCodeAt(at)
    if (unit < 0x80) {
      if (unit >= 0x41 && unit <= 0x5a) unit += 0x20
      else if (!((unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39))) continue
    }
    hash = (Math.imul(hash, BASE) + unit - Math.imul(window[slot]!, LEAVING)) | 0
    window[slot] = unit
    slot = slot === GRAM - 1 ? 0 : slot + 1
    count += 1
    if (count >= GRAM) hashes[count - GRAM] = Math.imul(hash, 0x9e37_79b1) >>> 8
  }
  return Math.max(0, count - GRAM + 1)
}
