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

/** A search in one text: what it knows of the words that it came by, and the last word of each family's longest phrase from the first word. */
interface Search {
  phrases: CompiledPhrases
  scanned: ScannedWords
  known: (number[] | number | undefined)[]
  longest: Map<number, number>
}

function walk(search: Search, state: PhraseState, at: number): void {
  const { longest } = search
  for (const family of state.ends) if ((longest.get(family) ?? -1) < at - 1) longest.set(family, at - 1)
  if (at >= search.known.length) return
  if (state.next.size > 0) {
    const { phrases, scanned } = search
    const symbol = (search.known[at] ??= symbolsOf(phrases, phrases.words, scanned, at) ?? NONE)
    walkSymbols(search, state, symbol, at)
  }
  if (state.any.length > 0) walkAll(search, state.any, at + 1)
}

function walkSymbols(search: Search, state: PhraseState, symbol: number[] | number, at: number): void {
  if (typeof symbol === 'number') walkAll(search, state.next.get(symbol), at + 1)
  else for (const one of symbol) walkAll(search, state.next.get(one), at + 1)
}

function walkAll(search: Search, states: readonly PhraseState[] | undefined, at: number): void {
  if (states) for (const state of states) walk(search, state, at)
}

/**
 * Every phrase in the words, the longest of each family from each first word, in the order of the text. Time grows with the number of words alone: from
 * each first word at most the longest phrase is walked, and `any` words only where a phrase asks for them.
 */
export function matchPhrases(phrases: CompiledPhrases, scanned: ScannedWords): PhraseMatch[] {
  const { hashes, beginnings } = scanned
  const hasBeginnings = phrases.beginnings.size > 0
  const found: PhraseMatch[] = []
  let search: Search | null = null
  for (let first = 0; first < hashes.length; first += 1) {
    if (
      !mayHaveHash(phrases.firsts.filter, hashes[first]!) &&
      !(hasBeginnings && mayHaveHash(phrases.firstBeginnings, beginnings[first]!))
    )
      continue
    const symbol = symbolsOf(phrases, phrases.firsts, scanned, first)
    if (symbol === undefined) continue
    // Most words are never reached, so what is known of them is filled where a walk comes by.
    search ??= {
      phrases,
      scanned,
      known: new Array<Search['known'][number]>(hashes.length),
      longest: new Map(),
    }
    walkSymbols(search, phrases.root, symbol, first)
    const { longest } = search
    if (longest.size === 0) continue
    for (const [family, last] of longest) found.push({ family: phrases.families[family] ?? '', first, last })
    longest.clear()
  }
  return found
}
