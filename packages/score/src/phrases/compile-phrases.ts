import { AssayError } from '@assay/contract/error'
import { addHash, type HashFilter, newHashFilter } from './hash-filter.ts'
import { BEGINNING_UNITS, hashWord } from './scan-words.ts'
import { addWord, newWordTable, valueOf, type WordTable } from './word-table.ts'

/** One state of the compiled phrases. `ends` names the families whose phrase is complete here. */
export interface PhraseState {
  next: Map<number, PhraseState[]>
  /** After any word. */
  any: PhraseState[]
  ends: number[]
}

/** By the hash of their first BEGINNING_UNITS units. */
type Beginnings = Map<number, { beginning: string; symbol: number }[]>

/** Families of phrases, ready to be matched in one pass. */
export interface CompiledPhrases {
  families: readonly string[]
  /** Number of a whole word that some phrase has. */
  words: WordTable<number>
  /** The same of the words that some phrase begins with, which are far fewer. */
  firsts: WordTable<number>
  /** Beginnings of words with their numbers, and which of them some phrase begins with. */
  beginnings: Beginnings
  firstBeginnings: HashFilter
  root: PhraseState
}

/** Widest `..`: words that may stand between two parts of a phrase. */
const GAP_WORDS = 3

function newState(): PhraseState {
  return { next: new Map(), any: [], ends: [] }
}

function symbolOf(phrases: CompiledPhrases, written: string, numbers: { next: number }): number {
  if (!written.endsWith('*')) {
    const known = valueOf(phrases.words, written)
    if (known !== undefined) return known
    addWord(phrases.words, written, numbers.next)
    return numbers.next++
  }
  const beginning = written.slice(0, -1)
  if (beginning.length < BEGINNING_UNITS) {
    throw new AssayError(
      'invalid',
      `The beginning ${written} of a phrase needs ${BEGINNING_UNITS} letters or more.`,
    )
  }
  const key = hashWord(beginning.slice(0, BEGINNING_UNITS))
  const list = phrases.beginnings.get(key) ?? []
  phrases.beginnings.set(key, list)
  const known = list.find((entry) => entry.beginning === beginning)
  if (known) return known.symbol
  list.push({ beginning, symbol: numbers.next })
  return numbers.next++
}

function connect(state: PhraseState, symbol: number, to: PhraseState): void {
  const known = state.next.get(symbol)
  if (!known) state.next.set(symbol, [to])
  else if (!known.includes(to)) known.push(to)
}

/** The states after one part of a phrase, all ways of which lead to one new state: states grow with the parts, not with their ways. */
function follow(
  phrases: CompiledPhrases,
  states: ReadonlySet<PhraseState>,
  part: string,
  numbers: { next: number },
) {
  const end = newState()
  const following = new Set([end])
  const isOptional = part.endsWith('?')
  const symbols =
    part === '..' || part === '_'
      ? []
      : (isOptional ? part.slice(0, -1) : part)
          .split('|')
          .map((written) => symbolOf(phrases, written, numbers))
  for (const state of states) {
    if (isOptional || part === '..') following.add(state)
    for (const symbol of symbols) connect(state, symbol, end)
    if (symbols.length === 0) state.any.push(end)
  }
  for (let word = 1, last = end; part === '..' && word < GAP_WORDS; word += 1) {
    const next = newState()
    last.any.push(next)
    following.add(next)
    last = next
  }
  return following
}

/**
 * Compiles phrases by family. A phrase is words with spaces between: `a|b` either word, `word?` may be left out, `begin*` any word that begins so (three
 * letters or more), `_` any one word, `..` up to three words. Words are lower case, as `scanWords` gives them.
 * Throws AssayError('invalid') for a phrase that is empty or begins with `_` or `..`.
 */
export function compilePhrases(families: Readonly<Record<string, readonly string[]>>): CompiledPhrases {
  const names = Object.keys(families)
  const phrases: CompiledPhrases = {
    families: names,
    words: newWordTable(),
    firsts: newWordTable(),
    beginnings: new Map(),
    firstBeginnings: newHashFilter(),
    root: newState(),
  }
  const numbers = { next: 0 }
  names.forEach((name, family) => {
    for (const phrase of families[name] ?? []) {
      let states = new Set([phrases.root])
      for (const part of phrase.split(' ')) {
        if (part === '' || part === '?')
          throw new AssayError('invalid', `The phrase "${phrase}" of ${name} has an empty part.`)
        states = follow(phrases, states, part, numbers)
      }
      if (states.has(phrases.root) || phrases.root.any.length > 0) {
        throw new AssayError('invalid', `The phrase "${phrase}" of ${name} needs a word of its own first.`)
      }
      for (const state of states) if (!state.ends.includes(family)) state.ends.push(family)
    }
  })
  for (const { word, value } of [...phrases.words.entries.values()].flat())
    if (phrases.root.next.has(value)) addWord(phrases.firsts, word, value)
  for (const [hash, list] of phrases.beginnings)
    if (list.some(({ symbol }) => phrases.root.next.has(symbol))) addHash(phrases.firstBeginnings, hash)
  return phrases
}
