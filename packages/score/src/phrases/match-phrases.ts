import type { CompiledPhrases, PhraseState } from './compile-phrases.ts'
import { mayHaveHash } from './hash-filter.ts'
import { isWordAt, type ScannedWords } from './scan-words.ts'
import { valueAt } from './word-table.ts'

/** A phrase that was found: its family, and its first and last word (inclusive). */
export interface PhraseMatch {
  family: string
  first: number
  last: number
}

const NONE: number[] = []

/** The numbers of a word and of its beginnings that phrases have. */
function symbolsOf(
  phrases: CompiledPhrases,
  table: CompiledPhrases['words'],
  scanned: ScannedWords,
  at: number,
): number[] | number | undefined {
  const whole = valueAt(table, scanned, at)
  if (phrases.beginnings.size === 0) return whole
  const list = phrases.beginnings.get(scanned.beginnings[at]!)
  if (!list) return whole
  const symbols = whole === undefined ? [] : [whole]
  for (const { beginning, symbol } of list) if (isWordAt(scanned, at, beginning, true)) symbols.push(symbol)
  return symbols
}

/**
 * Every phrase in the words, the longest of each family from each first word, in the order of the text. Time grows with the number of words alone: from
 * each first word at most the longest phrase is walked, and `any` words only where a phrase asks for them.
 */
export function matchPhrases(phrases: CompiledPhrases, scanned: ScannedWords): PhraseMatch[] {
  const { length } = scanned.starts
  /** Filled where a walk comes by, as most words are never reached. */
  const known = new Array<number[] | number | undefined>(length)
  const found: PhraseMatch[] = []
  const longest = new Map<number, number>()
  const walk = (state: PhraseState, at: number): void => {
    for (const family of state.ends) if ((longest.get(family) ?? -1) < at - 1) longest.set(family, at - 1)
    if (at >= length) return
    if (state.next.size > 0) {
      const symbol = (known[at] ??= symbolsOf(phrases, phrases.words, scanned, at) ?? NONE)
      walkSymbols(state, symbol, at)
    }
    walkAll(state.any, at + 1)
  }
  const walkSymbols = (state: PhraseState, symbol: number[] | number | undefined, at: number): void => {
    if (typeof symbol === 'number') walkAll(state.next.get(symbol), at + 1)
    else if (symbol) for (const one of symbol) walkAll(state.next.get(one), at + 1)
  }
  const walkAll = (states: readonly PhraseState[] | undefined, at: number): void => {
    if (states) for (const state of states) walk(state, at)
  }
  const { hashes, beginnings } = scanned
  for (let first = 0; first < length; first += 1) {
    if (
      !mayHaveHash(phrases.firsts.filter, hashes[first]!) &&
      !mayHaveHash(phrases.firstBeginnings, beginnings[first]!)
    )
      continue
    const symbol = symbolsOf(phrases, phrases.firsts, scanned, first)
    if (symbol === undefined) continue
    walkSymbols(phrases.root, symbol, first)
    if (longest.size === 0) continue
    for (const [family, last] of longest) found.push({ family: phrases.families[family] ?? '', first, last })
    longest.clear()
  }
  return found
}
