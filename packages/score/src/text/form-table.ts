/** Remembers one thing for each word as it is written, found in a text without copying the word out of it. */
export interface FormTable<Form> {
  /** The form of `text.slice(start, end)`, whose hash the caller has from `hashUnit`. */
  at(text: string, start: number, end: number, hash: number): Form
}

/** The hash of a word grows by each of its UTF-16 units, from 0. */
export const hashUnit = (hash: number, unit: number) => (Math.imul(hash, 31) + unit) | 0

/**
 * A table of at most `most` words, each made once by `make`; a full table starts anew, so it is a vocabulary and no log. Words of more than
 * `longest` units are made each time. Open addressing at most half full; hashes stand apart, so that strangers are told by them alone.
 */
export function makeFormTable<Form>(
  make: (written: string) => Form,
  most: number,
  longest: number,
): FormTable<Form> {
  const size = 2 ** Math.ceil(Math.log2(2 * most))
  /** Pairs of a hash and a place in the lists below, counted from 1. */
  const slots = new Int32Array(2 * size)
  let written: string[] = []
  let forms: Form[] = []
  const firstSlot = (hash: number) => ((Math.imul(hash, 0x9e37_79b1) >>> 8) & (size - 1)) * 2
  return {
    at(text, start, end, hash) {
      if (end - start > longest) return make(copyOf(text, start, end))
      let slot = firstSlot(hash)
      for (let place = slots[slot + 1]!; place !== 0; place = slots[slot + 1]!) {
        if (slots[slot] === hash && isAt(text, start, end, written[place - 1]!)) return forms[place - 1]!
        slot = (slot + 2) & (2 * size - 1)
      }
      const word = copyOf(text, start, end)
      const form = make(word)
      if (forms.length >= most) {
        slots.fill(0)
        written = []
        forms = []
        slot = firstSlot(hash)
      }
      slots[slot] = hash
      slots[slot + 1] = written.push(word)
      forms.push(form)
      return form
    },
  }
}

/** By unit, as a call of `startsWith` takes longer than the few units of a word. */
function isAt(text: string, start: number, end: number, word: string): boolean {
  if (word.length !== end - start) return false
  for (let at = 0; at < word.length; at += 1)
    if (word.charCodeAt(at) !== text.charCodeAt(start + at)) return false
  return true
}

/** V8 copies slices of up to 12 units; a longer one that is remembered would keep its whole text alive, so it is written anew. */
function copyOf(text: string, start: number, end: number): string {
  if (end - start <= 12) return text.slice(start, end)
  let copy = ''
  for (let at = start; at < end; at += 1) copy += String.fromCharCode(text.charCodeAt(at))
  return copy
}
