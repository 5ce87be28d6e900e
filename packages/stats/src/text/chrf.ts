import { refuse, requireCount } from '../shared/refuse.ts'
import { countMatches, countNgrams, requireLength, type NgramCounts, type TokenNumbers } from './ngrams.ts'

export interface ChrfOptions {
  /** Greatest order of character n-grams; 6 unless given. */
  characterOrder?: number
  /** Greatest order of word n-grams; 0 unless given, 2 is chrF++. */
  wordOrder?: number
  /** How many times recall weighs as much as precision; 2 unless given. */
  beta?: number
  /** Counts white space as characters; off unless given. */
  keepWhitespace?: boolean
}

/**
 * chrF of a corpus, from 0 to 100: the F-score of the mean precision and mean recall of character n-grams, over the orders that both
 * sides have. A character is a code point. Of several references the one with the best score of its own counts.
 * Throws AssayError('invalid') for no segments, one without a reference, texts above 1,000,000 characters and orders above 20.
 *
 * Popović 2015, 2017; as sacreBLEU's corpus_chrf.
 */
export function corpusChrf(
  segments: readonly { candidate: string; references: readonly string[] }[],
  { characterOrder = 6, wordOrder = 0, beta = 2, keepWhitespace = false }: ChrfOptions = {},
): number {
  if (segments.length === 0) refuse('chrF needs at least one segment.')
  requireCount(characterOrder, 'characterOrder', 1)
  requireCount(wordOrder, 'wordOrder')
  if (characterOrder > 20 || wordOrder > 20) refuse('An order is above 20: give a lower one.')
  if (!(beta > 0 && beta <= 1e6)) refuse(`beta is ${beta}: give a number above 0, such as 2.`)
  const part = (text: string): Parts => {
    requireLength(text.length)
    return {
      characters: keepWhitespace ? text : text.replace(/\s+/g, ''),
      words: wordOrder > 0 ? partWords(text) : [],
    }
  }
  const sums = new Array<OrderCounts>(characterOrder + wordOrder).fill({ found: 0, wanted: 0, matched: 0 })
  for (const { candidate, references } of segments) {
    const compared = references.map((reference) =>
      compare(part(candidate), part(reference), characterOrder, wordOrder),
    )
    const best = compared.reduce<OrderCounts[] | null>(
      (kept, next) => (kept !== null && fScore(kept, beta) >= fScore(next, beta) ? kept : next),
      null,
    )
    if (best === null) return refuse('A segment has no reference: give one at least.')
    for (const [i, { found, wanted, matched }] of best.entries()) {
      const sum = sums[i]!
      sums[i] = { found: sum.found + found, wanted: sum.wanted + wanted, matched: sum.matched + matched }
    }
  }
  return fScore(sums, beta)
}

/** chrF of one candidate; see corpusChrf. */
export function sentenceChrf(
  candidate: string,
  references: readonly string[],
  options: ChrfOptions = {},
): number {
  return corpusChrf([{ candidate, references }], options)
}

/** Of one order: n-grams of the candidate, of the reference, and those in both. */
interface OrderCounts {
  found: number
  wanted: number
  matched: number
}

interface Parts {
  characters: string
  words: string[]
}

/** One order after the other, so that memory holds the n-grams of one alone. */
function compare(found: Parts, wanted: Parts, characterOrder: number, wordOrder: number): OrderCounts[] {
  const both = (a: NgramCounts, b: NgramCounts): OrderCounts => ({
    found: totalOf(a),
    wanted: totalOf(b),
    matched: countMatches(a, b),
  })
  const numbers: TokenNumbers = new Map()
  return [
    ...Array.from({ length: characterOrder }, (_, i) =>
      both(countCharacters(found.characters, i + 1), countCharacters(wanted.characters, i + 1)),
    ),
    ...Array.from({ length: wordOrder }, (_, i) =>
      both(countNgrams(found.words, i + 1, numbers), countNgrams(wanted.words, i + 1, numbers)),
    ),
  ]
}

const totalOf = (counts: NgramCounts): number => counts.values().reduce((sum, count) => sum + count, 0)

function countCharacters(text: string, order: number): NgramCounts {
  const starts = [0]
  for (const character of text) starts.push(starts.at(-1)! + character.length)
  const counts: NgramCounts = new Map()
  for (let i = 0; i + order < starts.length; i++) {
    const ngram = text.slice(starts[i], starts[i + order])
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1)
  }
  return counts
}

/** Words, with one ASCII punctuation mark at the end or else at the start as a word of its own (chrF++). */
function partWords(text: string): string[] {
  return text.split(/\s+/).flatMap((word) => {
    if (word.length < 2) return word === '' ? [] : [word]
    if (/[!-/:-@[-`{-~]$/.test(word)) return [word.slice(0, -1), word.slice(-1)]
    return /^[!-/:-@[-`{-~]/.test(word) ? [word.slice(0, 1), word.slice(1)] : [word]
  })
}

function fScore(counts: readonly OrderCounts[], beta: number): number {
  const shared = counts.filter(({ found, wanted }) => found > 0 && wanted > 0)
  if (shared.length === 0) return 0
  const precision = shared.reduce((sum, { found, matched }) => sum + matched / found, 0) / shared.length
  const recall = shared.reduce((sum, { wanted, matched }) => sum + matched / wanted, 0) / shared.length
  const weight = beta * beta
  return precision + recall > 0
    ? (100 * (1 + weight) * precision * recall) / (weight * precision + recall)
    : 0
}
