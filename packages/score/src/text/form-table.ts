/** Remembers one thing for each word as it is written, found in a text without copying the word out of it. */
export interface FormTable<Form> {
  /** The form of `text.slice(start, end)`, whose hash the caller has from `hashUnit`. */
  at(text: string, start: number, end: number, hash: number): Form
}

/** The hash of a word grows by each of its UTF-16 units, from 0. */
export const hashUnit = (hash: number, unit: number) => (Math.imul(hash, 31) + unit) | 0

/**
 * A table of at most `most` words, each made once by `make`; a full table starts anew, so it is a vocabulary and no log. Words of more than
 * `longest` units are made each time. Open addressing at most half full.
 */
export function makeFormTable<Form>(
  make: (written: string) => Form,
  most: number,
  longest: number,
): FormTable<Form> {
  const size = 2 ** Math.ceil(Math.log2(2 * most))
  let written = new Array<string | undefined>(size)
  let forms = new Array<Form | undefined>(size)
  let count = 0
  return {
    at(text, start, end, hash) {
      const length = end - start
      if (length > longest) return make(copyOf(text, start, end))
      let slot = (Math.imul(hash, 0x9e37_79b1) >>> 8) & (size - 1)
      for (;;) {
        const known = written[slot]
        if (known === undefined) break
        if (known.length === length && text.startsWith(known, start)) return forms[slot]!
        slot = (slot + 1) & (size - 1)
      }
      const word = copyOf(text, start, end)
      const form = make(word)
      if (count >= most) {
        written = new Array<string | undefined>(size)
        forms = new Array<Form | undefined>(size)
        count = 0
        slot = (Math.imul(hash, 0x9e37_79b1) >>> 8) & (size - 1)
      }
      written[slot] = word
      forms[slot] = form
      count += 1
      return form
    },
  }
}

/** A slice that is remembered would keep its whole text alive, so the word is written anew. */
function copyOf(text: string, start: number, end: number): string {
  let copy = ''
  for (let at = start; at < end; at += 1) copy += String.fromCharCode(text.charCodeAt(at))
  return copy
}
