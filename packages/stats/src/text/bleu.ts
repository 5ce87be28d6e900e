import { refuse } from '../shared/refuse.ts'
import { countMatches, countNgrams, requireLength, type NgramCounts, type TokenNumbers } from './ngrams.ts'

/** A candidate and its references, one at least, as tokens. */
export interface Segment {
  candidate: readonly string[]
  references: readonly (readonly string[])[]
}

/**
 * What an n-gram order without a match counts as: nothing (`none`), `value` matches (`floor`, 0.1 unless given), half, a quarter … of one
 * for the first, second … such order (`exp`); `add-k` adds `value` (1) to matches and total of every order above 1. Chen and Cherry 2014.
 */
export interface Smoothing {
  method: 'none' | 'floor' | 'add-k' | 'exp'
  value?: number
}

export interface BleuOptions {
  /** `exp` unless given. */
  smoothing?: Smoothing
  /** Orders above the candidate's length do not count, so that short sentences have a score; off unless given. */
  effectiveOrder?: boolean
}

export interface Bleu {
  /** From 0 to 100. */
  score: number
  /** By order 1 to 4: matched n-grams, all of the candidates, and the smoothed precision in percent. */
  matches: number[]
  totals: number[]
  precisions: number[]
  brevityPenalty: number
  candidateLength: number
  referenceLength: number
}

const ORDERS = 4

/**
 * Corpus BLEU: the geometric mean of the n-gram precisions of orders 1 to 4 over all segments, times exp(1 - r/c) where the candidates
 * are shorter (c) than the references (r, of each segment the one closest in length). Scores compare only over like tokens, such as
 * tokenise13a's. 0 where nothing matches. Throws AssayError('invalid') for no segments, one without a reference,
 * and texts above 1,000,000 tokens.
 *
 * Papineni et al. 2002; as sacreBLEU's corpus_bleu (Post 2018).
 */
export function corpusBleu(segments: readonly Segment[], options: BleuOptions = {}): Bleu {
  if (segments.length === 0) refuse('BLEU needs at least one segment.')
  const matches = new Array<number>(ORDERS).fill(0)
  const totals = new Array<number>(ORDERS).fill(0)
  let [candidateLength, referenceLength] = [0, 0]
  for (const { candidate, references } of segments) {
    if (references.length === 0) refuse('A segment has no reference: give one at least.')
    for (const tokens of [candidate, ...references]) requireLength(tokens.length)
    candidateLength += candidate.length
    referenceLength += closestLength(candidate.length, references)
    const numbers: TokenNumbers = new Map()
    for (let order = 1; order <= ORDERS; order++) {
      const found = countNgrams(candidate, order, numbers)
      matches[order - 1]! += countMatches(found, mostOfEach(references, order, numbers))
      totals[order - 1]! += Math.max(candidate.length - order + 1, 0)
    }
  }
  return scoreOf({ matches, totals, candidateLength, referenceLength }, options)
}

/** BLEU of one segment, with the effective order unless told otherwise, as sacreBLEU's sentence_bleu. See corpusBleu. */
export function sentenceBleu(segment: Segment, options: BleuOptions = {}): Bleu {
  return corpusBleu([segment], { effectiveOrder: true, ...options })
}

function closestLength(length: number, references: Segment['references']): number {
  const lengths = references.map((reference) => reference.length)
  return lengths.reduce((best, other) => {
    const [near, nearer] = [Math.abs(best - length), Math.abs(other - length)]
    return nearer < near || (nearer === near && other < best) ? other : best
  })
}

function mostOfEach(references: Segment['references'], order: number, numbers: TokenNumbers): NgramCounts {
  const most: NgramCounts = new Map()
  for (const reference of references) {
    for (const [ngram, count] of countNgrams(reference, order, numbers))
      most.set(ngram, Math.max(most.get(ngram) ?? 0, count))
  }
  return most
}

type Counts = Pick<Bleu, 'matches' | 'totals' | 'candidateLength' | 'referenceLength'>

function scoreOf(
  counts: Counts,
  { smoothing = { method: 'exp' }, effectiveOrder = false }: BleuOptions,
): Bleu {
  const { method, value = method === 'floor' ? 0.1 : 1 } = smoothing
  if (!(value >= 0 && value <= 1e6)) refuse(`The smoothing value is ${value}: give a number from 0.`)
  const { matches, totals, candidateLength: c, referenceLength: r } = counts
  const brevityPenalty = c >= r ? 1 : c > 0 ? Math.exp(1 - r / c) : 0
  const precisions = new Array<number>(ORDERS).fill(0)
  if (matches.every((count) => count === 0)) return { score: 0, ...counts, precisions, brevityPenalty }
  let [used, halves] = [ORDERS, 1]
  for (let i = 0; i < ORDERS; i++) {
    const added = method === 'add-k' && i > 0 ? value : 0
    const [matched, total] = [matches[i]! + added, totals[i]! + added]
    if (total === 0) break
    if (effectiveOrder) used = i + 1
    if (matched > 0) precisions[i] = (100 * matched) / total
    else if (method === 'exp') precisions[i] = 100 / ((halves *= 2) * total)
    else if (method === 'floor') precisions[i] = (100 * value) / total
  }
  const logs = precisions.slice(0, used).reduce((sum, precision) => sum + Math.log(precision), 0)
  return { score: brevityPenalty * Math.exp(logs / used), ...counts, precisions, brevityPenalty }
}
