/** Remembers one thing for each word as it is written, found in a text without copying the word out of it. */
export interface FormTable<Form> {
  /** The form of `text.slice(start, end)`, whose hash the caller has from `hashUnit`. */
  at(text: string, start: number, end: number, hash: number): Form
}

/** The hash of a word grows by each of its UTF-16 units, from 0. */
export const hashUnit = (hash: number, unit: number) => (Math.imul(hash, 31) + unit) | 0

/** Slots tried for one word; a chain this long is written to be slow, and its words are made each time. */
const MOST_TRIED = 64

/**
 * A table of at most `most` words (up to 32,767), each made once by `make`; a full table starts anew, so it is a vocabulary and no log. Words of more than
 * `longest` units are made each time. Open addressing at most half full, and all in the order in which words came: frequent ones come
 * early, so what is asked for most lies close together, in few lines of the processor's cache.
 */
export function makeFormTable<Form>(
  make: (written: string) => Form,
  most: number,
  longest: number,
): FormTable<Form> {
  const size = 2 ** Math.ceil(Math.log2(2 * most))
  /** The number of a word, from 1 on; 0 for none. */
  const slots = new Uint16Array(size)
  /** The units of all words on end. */
  let units = new Uint16Array(2 ** 12)
  /** Of each word its hash, and where its units begin; the one after the last is where they end. */
  const words = new Int32Array(2 * most + 2)
  let forms: Form[] = []

  function add(slot: number, word: string, hash: number): Form {
    const form = make(word)
    if (forms.length === most) {
      slots.fill(0)
      forms = []
      slot = firstSlot(hash)
    }
    const place = 2 * forms.length
    const start = words[place + 1]!
    if (start + word.length > units.length) {
      const more = new Uint16Array(2 * units.length)
      more.set(units)
      units = more
    }
    for (let at = 0; at < word.length; at += 1) units[start + at] = word.charCodeAt(at)
    words[place] = hash
    words[place + 3] = start + word.length
    forms.push(form)
    slots[slot] = forms.length
    return form
  }

  const firstSlot = (hash: number) => (Math.imul(hash, 0x9e37_79b1) >>> 8) & (size - 1)

  return {
    at(text, start, end, hash) {
      const length = end - start
      if (length > longest) return make(copyOf(text, start, end))
      let slot = firstSlot(hash)
      for (let tried = 0; tried < MOST_TRIED; tried += 1) {
        const number = slots[slot]!
        if (number === 0) return add(slot, copyOf(text, start, end), hash)
        const place = 2 * number - 2
        const first = words[place + 1]!
        if (words[place] === hash && words[place + 3]! - first === length) {
          let at = 0
          while (at < length && units[first + at] === text.charCodeAt(start + at)) at += 1
          if (at === length) return forms[number - 1]!
        }
        slot = (slot + 1) & (size - 1)
      }
      return make(copyOf(text, start, end))
    },
  }
}

/** Shorter slices are copies in V8. */
const SHORTEST_SLICE = 13

/** A slice that is remembered would keep its whole text alive, so the word is written anew. */
function copyOf(text: string, start: number, end: number): string {
  if (end - start < SHORTEST_SLICE) return text.slice(start, end)
  let copy = ''
  for (let at = start; at < end; at += 1) copy += String.fromCharCode(text.charCodeAt(at))
  return copy
}
