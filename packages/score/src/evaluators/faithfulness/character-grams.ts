/** A set of six-character strings as one bit each: 4 kB of context fill 2 % of it, so 2 % of strangers look known. */
export type GramFilter = Uint8Array

const GRAM = 6
const BITS = 0x4_0000

export const makeGramFilter = (): GramFilter => new Uint8Array(BITS)

/** Adds every six characters in a row, letters and digits alone, in lower case. */
export function addGrams(filter: GramFilter, text: string): void {
  eachGram(text, (hash) => {
    filter[hash] = 1
  })
}

/** How many of a text's grams are in the filter, and how many it has. */
export function countGrams(filter: GramFilter, text: string): { known: number; all: number } {
  let known = 0
  let all = 0
  eachGram(text, (hash) => {
    all += 1
    known += filter[hash]!
  })
  return { known, all }
}

/** A rolling polynomial hash; what is no ASCII letter or digit below U+0080 is skipped, so spacing and punctuation do not matter. */
function eachGram(text: string, visit: (hash: number) => void): void {
  const window = new Uint16Array(GRAM)
  let count = 0
  for (let at = 0; at < text.length; at += 1) {
    let unit = text.charCodeAt(at)
    if (unit < 0x80) {
      if (unit >= 0x41 && unit <= 0x5a) unit += 0x20
      else if (!((unit >= 0x61 && unit <= 0x7a) || (unit >= 0x30 && unit <= 0x39))) continue
    }
    window[count % GRAM] = unit
    count += 1
    if (count < GRAM) continue
    let hash = 0
    for (let back = GRAM; back > 0; back -= 1)
      hash = (Math.imul(hash, 31) + window[(count - back) % GRAM]!) | 0
    visit((hash ^ (hash >>> 15)) & (BITS - 1))
  }
}
