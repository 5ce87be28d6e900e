import type { LanguageCode } from '../../languages/language.ts'
import type { PreparedText } from '../../text/prepare-text.ts'
import type { Token } from '../../text/scan-tokens.ts'
import { numberValue } from '../../text/number-values.ts'
import { type GramFilter, addGrams, makeGramFilter } from './character-grams.ts'

/** A sentence of the context; tokens are places in the index's list. */
export interface ContextSentence {
  passage: number
  start: number
  end: number
  firstToken: number
  endToken: number
}

/** What claims are checked against: all passages as one list of tokens, with where each stem stands. */
export interface ContextIndex {
  tokens: readonly Token[]
  /** Stem number of each token. */
  stems: Int32Array
  /** Stem to its number. */
  vocabulary: ReadonlyMap<string, number>
  sentences: readonly ContextSentence[]
  /** For each stem, the sentences that hold it, at most MAX_POSTINGS. */
  postings: readonly (readonly number[])[]
  /** For each stem, ln(1 + N / n) over sentences. */
  idf: Float64Array
  /** Of a word that the context does not have. */
  unknownIdf: number
  /** Last token where a pair of stems begins, and for each token the place before it with the same pair; -1 = none. */
  pairHeads: ReadonlyMap<number, number>
  pairNext: Int32Array
  numbers: ReadonlySet<number>
  language: LanguageCode | null
  prefixes: ReadonlySet<string>
  grams: GramFilter
  isCut: boolean
}

/** Context beyond this is not read: some 250 kB of English. */
const MAX_TOKENS = 50_000
/** A stem in more sentences than this tells no sentence from another. */
const MAX_POSTINGS = 256
/** Words that share this many first letters are taken as one family: `invest`, `investor`. */
export const PREFIX_LENGTH = 5

/** One number for two stems; stem numbers stay below 2^26. */
export const pairKey = (first: number, second: number) => first * 0x400_0000 + second

/** Reads the passages once; cost and memory are linear in them. */
export function indexContext(texts: readonly PreparedText[]): ContextIndex {
  const { tokens, sentences, isCut } = joinPassages(texts)
  const vocabulary = new Map<string, number>()
  const stems = new Int32Array(tokens.length)
  const prefixes = new Set<string>()
  for (const [at, { form }] of tokens.entries()) {
    let id = vocabulary.get(form.stem)
    if (id === undefined) {
      id = vocabulary.size
      vocabulary.set(form.stem, id)
      if (form.stem.length >= PREFIX_LENGTH) prefixes.add(form.stem.slice(0, PREFIX_LENGTH))
    }
    stems[at] = id
  }
  const numbers = new Set<number>()
  const language = texts[0]?.language ?? null
  for (let at = 0; at < tokens.length; at += 1) {
    const value = numberValue(tokens, at, language)
    if (value !== null) numbers.add(value)
  }
  const grams = makeGramFilter()
  for (const text of texts) addGrams(grams, text.raw)
  return {
    tokens,
    stems,
    vocabulary,
    sentences,
    ...postSentences(stems, sentences, vocabulary.size),
    ...chainPairs(stems),
    numbers,
    language,
    prefixes,
    grams,
    isCut,
  }
}

function joinPassages(texts: readonly PreparedText[]) {
  const tokens: Token[] = []
  const sentences: ContextSentence[] = []
  let isCut = false
  for (const [passage, text] of texts.entries()) {
    const before = tokens.length
    for (const { start, end, firstToken, endToken } of text.sentences) {
      if (before + endToken > MAX_TOKENS) {
        isCut = true
        break
      }
      sentences.push({ passage, start, end, firstToken: before + firstToken, endToken: before + endToken })
      for (let at = firstToken; at < endToken; at += 1) tokens.push(text.tokens[at]!)
    }
    if (isCut) break
  }
  return { tokens, sentences, isCut }
}

function postSentences(stems: Int32Array, sentences: readonly ContextSentence[], vocabularySize: number) {
  const postings: number[][] = Array.from({ length: vocabularySize }, () => [])
  const counts = new Int32Array(vocabularySize)
  const last = new Int32Array(vocabularySize).fill(-1)
  for (const [place, sentence] of sentences.entries()) {
    for (let at = sentence.firstToken; at < sentence.endToken; at += 1) {
      const stem = stems[at]!
      if (last[stem] === place) continue
      last[stem] = place
      counts[stem]! += 1
      if (counts[stem]! <= MAX_POSTINGS) postings[stem]!.push(place)
    }
  }
  const idf = Float64Array.from(counts, (count) => Math.log(1 + sentences.length / Math.max(1, count)))
  return { postings, idf, unknownIdf: Math.log(1 + 2 * sentences.length) }
}

function chainPairs(stems: Int32Array) {
  const pairHeads = new Map<number, number>()
  const pairNext = new Int32Array(stems.length).fill(-1)
  for (let at = 0; at + 1 < stems.length; at += 1) {
    const key = pairKey(stems[at]!, stems[at + 1]!)
    pairNext[at] = pairHeads.get(key) ?? -1
    pairHeads.set(key, at)
  }
  return { pairHeads, pairNext }
}
