import { addHash, type HashFilter, mayHaveHash, newHashFilter } from './hash-filter.ts'
import { hashWord, isWordAt, type ScannedWords } from './scan-words.ts'

/** What is known of some words, found in a scanned text without copying words out of it. */
export interface WordTable<Value> {
  filter: HashFilter
  entries: Map<number, { word: string; value: Value }[]>
}

export const newWordTable = <Value>(): WordTable<Value> => ({ filter: newHashFilter(), entries: new Map() })

/** Adds a word in lower case that the table does not have. */
export function addWord<Value>(table: WordTable<Value>, word: string, value: Value): void {
  const hash = hashWord(word)
  addHash(table.filter, hash)
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
  if (!mayHaveHash(filter, hash)) return undefined
  const list = entries.get(hash)
  if (list === undefined) return undefined
  for (const { word, value } of list) if (isWordAt(scanned, at, word)) return value
  return undefined
}
