import { hashWord, isWordAt, type ScannedWords } from './scan-words.ts'

/** What is known of some words, found in a scanned text without copying words out of it. */
export interface WordTable<Value> {
  /** Bits of hashes, which tell most strangers at a fraction of the cost of the entries. */
  filter: Uint32Array
  entries: Map<number, { word: string; value: Value }[]>
}

const LOG_BITS = 14

export const newWordTable = <Value>(): WordTable<Value> => ({
  filter: new Uint32Array(2 ** LOG_BITS / 32),
  entries: new Map(),
})

const bitOf = (hash: number) => Math.imul(hash, 0x9e37_79b1) >>> (32 - LOG_BITS)

/** Adds a word in lower case that the table does not have. */
export function addWord<Value>(table: WordTable<Value>, word: string, value: Value): void {
  const hash = hashWord(word)
  const bit = bitOf(hash)
  table.filter[bit >>> 5]! |= 1 << (bit & 31)
  table.entries.set(hash, [...(table.entries.get(hash) ?? []), { word, value }])
}

/** What is known of a word in lower case. */
export const valueOf = <Value>({ entries }: WordTable<Value>, word: string): Value | undefined =>
  entries.get(hashWord(word))?.find((entry) => entry.word === word)?.value

/** What is known of one of the words of a text. */
export function valueAt<Value>(
  { filter, entries }: WordTable<Value>,
  scanned: ScannedWords,
  at: number,
): Value | undefined {
  const hash = scanned.hashes[at]!
  const bit = bitOf(hash)
  if (((filter[bit >>> 5]! >>> (bit & 31)) & 1) === 0) return undefined
  const list = entries.get(hash)
  if (list === undefined) return undefined
  for (const { word, value } of list) if (isWordAt(scanned, at, word)) return value
  return undefined
}
