import {
  BEGINNING_CHARACTERS,
  beginningKey,
  type CompiledPhrases,
  type PhraseState,
} from './compile-phrases.ts'
import type { ScannedWords } from './scan-words.ts'
import { mayHoldWord } from './word-filter.ts'

/** A phrase that was found: its family, and its first and last word (inclusive). */
export interface PhraseMatch {
  family: string
  first: number
  last: number
}

function symbolsOf(phrases: CompiledPhrases, word: string): number[] | number | undefined {
  const whole = mayHoldWord(phrases.filter, word) ? phrases.words.get(word) : undefined
  if (phrases.beginnings.size === 0 || word.length < BEGINNING_CHARACTERS) return whole
  const list = phrases.beginnings.get(beginningKey(word))
  if (!list) return whole
  const symbols = whole === undefined ? [] : [whole]
  for (const entry of list) if (word.startsWith(entry.beginning)) symbols.push(entry.symbol)
  return symbols.length === 0 ? undefined : symbols
}

/**
 * Every phrase in the words, the longest of each family from each first word, in the order of the text. Time grows with the number of words alone: from
 * each first word at most the longest phrase is walked, and `any` words only where a phrase asks for them.
 */
export function matchPhrases(phrases: CompiledPhrases, scanned: ScannedWords): PhraseMatch[] {
  const { words } = scanned
  const symbols = words.map((word) => symbolsOf(phrases, word))
  const found: PhraseMatch[] = []
  const longest = new Map<number, number>()
  const walk = (state: PhraseState, at: number): void => {
    for (const family of state.ends) if ((longest.get(family) ?? -1) < at - 1) longest.set(family, at - 1)
    if (at >= words.length) return
    const symbol = symbols[at]
    if (typeof symbol === 'number') walkAll(state.next.get(symbol), at + 1)
    else if (symbol) for (const one of symbol) walkAll(state.next.get(one), at + 1)
    walkAll(state.any, at + 1)
  }
  const walkAll = (states: readonly PhraseState[] | undefined, at: number): void => {
    if (states) for (const state of states) walk(state, at)
  }
  for (let first = 0; first < words.length; first += 1) {
    if (!canBegin(phrases, symbols[first])) continue
    longest.clear()
    walk(phrases.root, first)
    for (const [family, last] of longest) found.push({ family: phrases.families[family] ?? '', first, last })
  }
  return found
}

function canBegin(phrases: CompiledPhrases, symbol: number[] | number | undefined): boolean {
  if (symbol === undefined) return false
  const { next } = phrases.root
  return typeof symbol === 'number' ? next.has(symbol) : symbol.some((one) => next.has(one))
}
