/** A set of words as bits by a hash of length, first, middle and last character: some strangers look known. */
export type WordFilter = Uint32Array

const LOG_BITS = 14

export const newWordFilter = (): WordFilter => new Uint32Array(2 ** LOG_BITS / 32)

/** Reads three characters however long the word is, and so needs no hash of a word that was just cut out of a text. */
function bitOf(word: string): number {
  const { length } = word
  const ends = word.charCodeAt(0) * 31 + word.charCodeAt(length - 1)
  return Math.imul((ends * 31 + word.charCodeAt(length >> 1)) * 31 + length, 0x9e37_79b1) >>> (32 - LOG_BITS)
}

export function addWord(filter: WordFilter, word: string): void {
  const bit = bitOf(word)
  filter[bit >>> 5]! |= 1 << (bit & 31)
}

/** False only where the word was never added. */
export function mayHoldWord(filter: WordFilter, word: string): boolean {
  const bit = bitOf(word)
  return ((filter[bit >>> 5]! >>> (bit & 31)) & 1) === 1
}
