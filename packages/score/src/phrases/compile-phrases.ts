import { AssayError } from '@assay/contract/error'

/** One state of the compiled phrases. `ends` names the families whose phrase is complete here. */
export interface PhraseState {
  next: Map<number, PhraseState>
  any: PhraseState | null
  ends: number[]
}

/** Families of phrases, ready to be matched in one pass. */
export interface CompiledPhrases {
  families: readonly string[]
  /** Number of a whole word that some phrase has. */
  words: Map<string, number>
  /** Beginnings of words by their first three characters, with their numbers. */
  beginnings: Map<string, { beginning: string; symbol: number }[]>
  root: PhraseState
}

/** Widest `..`: words that may stand between two parts of a phrase. */
const GAP_WORDS = 3
const BEGINNING_CHARACTERS = 3

function newState(): PhraseState {
  return { next: new Map(), any: null, ends: [] }
}

function symbolOf(phrases: CompiledPhrases, written: string, numbers: { next: number }): number {
  if (!written.endsWith('*')) {
    const known = phrases.words.get(written)
    if (known !== undefined) return known
    phrases.words.set(written, numbers.next)
    return numbers.next++
  }
  const beginning = written.slice(0, -1)
  if (beginning.length < BEGINNING_CHARACTERS) {
    throw new AssayError(
      'invalid',
      `The beginning ${written} of a phrase needs ${BEGINNING_CHARACTERS} letters or more.`,
    )
  }
  const key = beginning.slice(0, BEGINNING_CHARACTERS)
  const list = phrases.beginnings.get(key) ?? []
  phrases.beginnings.set(key, list)
  const known = list.find((entry) => entry.beginning === beginning)
  if (known) return known.symbol
  list.push({ beginning, symbol: numbers.next })
  return numbers.next++
}

function step(state: PhraseState, symbol: number): PhraseState {
  const known = state.next.get(symbol)
  if (known) return known
  const made = newState()
  state.next.set(symbol, made)
  return made
}

function stepAny(state: PhraseState): PhraseState {
  state.any ??= newState()
  return state.any
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
    words: new Map(),
    beginnings: new Map(),
    root: newState(),
  }
  const numbers = { next: 0 }
  names.forEach((name, family) => {
    for (const phrase of families[name] ?? []) {
      let states = new Set([phrases.root])
      for (const part of phrase.split(' ')) {
        if (part === '' || part === '?')
          throw new AssayError('invalid', `The phrase "${phrase}" of ${name} has an empty part.`)
        const following = new Set<PhraseState>()
        const isOptional = part.endsWith('?')
        for (const state of states) {
          if (isOptional || part === '..') following.add(state)
          if (part === '..') {
            let skipped = state
            for (let word = 0; word < GAP_WORDS; word += 1) following.add((skipped = stepAny(skipped)))
          } else if (part === '_') following.add(stepAny(state))
          else {
            for (const written of (isOptional ? part.slice(0, -1) : part).split('|')) {
              following.add(step(state, symbolOf(phrases, written, numbers)))
            }
          }
        }
        states = following
      }
      if (states.has(phrases.root) || phrases.root.any) {
        throw new AssayError('invalid', `The phrase "${phrase}" of ${name} needs a word of its own first.`)
      }
      for (const state of states) if (!state.ends.includes(family)) state.ends.push(family)
    }
  })
  return phrases
}
