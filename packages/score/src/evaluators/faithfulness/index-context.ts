import type { PreparedText } from '../../text/prepare-text.ts'
import type { Token } from '../../text/scan-tokens.ts'
import type { WordForm } from '../../text/word-form.ts'
import { lazy } from '../../text/lazy.ts'
import { numberValue } from '../../text/number-values.ts'
import { type PairIndex, indexPairs } from './pair-index.ts'
import { type GramFilter, collectGrams } from './character-grams.ts'
import { type GivenWords, NOTHING_GIVEN } from './given-words.ts'

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
  /** The number of a word's stem, -1 where the context does not have it. */
  stemOf(form: WordForm): number
  sentences: readonly ContextSentence[]
  /** For each sentence the first one of its passage. */
  passageStarts: Int32Array
  /** Sentences that hold a stem, at most MAX_POSTINGS each: from `postingStarts[stem]` to the next start. */
  postings: Int32Array
  postingStarts: Int32Array
  /** For each stem, ln(1 + N / n) over sentences. */
  idf: Float64Array
  /** Of a word that the context does not have. */
  unknownIdf: number
  pairs: PairIndex
  numbers: ReadonlySet<number>
  families: () => ReadonlySet<string>
  grams: GramFilter
  given: GivenWords
  isCut: boolean
}

/** Context beyond this is not read: some 250 kB of English. */
const MAX_TOKENS = 50_000
/** A stem in more sentences than this tells no sentence from another. */
const MAX_POSTINGS = 256

/** How many indexes were made, by which forms know which of them looked them up. */
let indexes = 0

/** Reads the passages once, `given` being what the person said; cost and memory are linear in them. */
export function indexContext(
  texts: readonly PreparedText[],
  given: GivenWords = NOTHING_GIVEN,
): ContextIndex {
  const { tokens, sentences, isCut } = joinPassages(texts)
  const vocabulary = new Map<string, number>()
  const stems = new Int32Array(tokens.length)
  const numbers = new Set<number>()
  /** The first form of each stem. */
  const forms: WordForm[] = []
  const own = ++indexes
  for (let at = 0; at < tokens.length; at += 1) {
    const { form } = tokens[at]!
    if (form.index !== own && noteStem(form) < 0) {
      form.numberInIndex = vocabulary.size
      vocabulary.set(form.stem, forms.length)
      forms.push(form)
    }
    stems[at] = form.numberInIndex
    const value = form.value === null ? null : numberValue(tokens, at)
    if (value !== null) numbers.add(value)
  }
  return {
    tokens,
    stems,
    vocabulary,
    stemOf: (form) => (form.index === own ? form.numberInIndex : noteStem(form)),
    sentences,
    passageStarts: startPassages(sentences),
    ...postSentences(stems, sentences, vocabulary.size),
    pairs: indexPairs(stems),
    numbers,
    families: lazy(() => new Set(forms.flatMap(({ family }) => family ?? []))),
    grams: collectGrams(texts.map(({ raw }) => raw)),
    given,
    isCut,
  }

  /** Looks a stem up once for all places where the word stands. */
  function noteStem(form: WordForm): number {
    form.index = own
    form.numberInIndex = vocabulary.get(form.stem) ?? -1
    return form.numberInIndex
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

function startPassages(sentences: readonly ContextSentence[]): Int32Array {
  const starts = new Int32Array(sentences.length)
  for (let at = 1; at < sentences.length; at += 1)
    starts[at] = sentences[at]!.passage === sentences[at - 1]!.passage ? starts[at - 1]! : at
  return starts
}

/** Sentences of each stem, in one list: those of stem s stand from `postingStarts[s]` to the next start. */
function postSentences(stems: Int32Array, sentences: readonly ContextSentence[], vocabularySize: number) {
  const counts = countSentences(stems, sentences, vocabularySize)
  const postingStarts = new Int32Array(vocabularySize + 1)
  const idf = new Float64Array(vocabularySize)
  for (let stem = 0; stem < vocabularySize; stem += 1) {
    postingStarts[stem + 1] = postingStarts[stem]! + Math.min(MAX_POSTINGS, counts[stem]!)
    idf[stem] = Math.log(1 + sentences.length / Math.max(1, counts[stem]!))
  }
  const postings = new Int32Array(postingStarts[vocabularySize]!)
  const next = postingStarts.slice()
  for (let place = 0; place < sentences.length; place += 1) {
    const { firstToken, endToken } = sentences[place]!
    for (let at = firstToken; at < endToken; at += 1) {
      const stem = stems[at]!
      const slot = next[stem]!
      if (slot === postingStarts[stem + 1] || (slot > postingStarts[stem]! && postings[slot - 1] === place))
        continue
      postings[slot] = place
      next[stem] = slot + 1
    }
  }
  return { postings, postingStarts, idf, unknownIdf: Math.log(1 + 2 * sentences.length) }
}

function countSentences(stems: Int32Array, sentences: readonly ContextSentence[], vocabularySize: number) {
  const counts = new Int32Array(vocabularySize)
  const last = new Int32Array(vocabularySize).fill(-1)
  for (let place = 0; place < sentences.length; place += 1) {
    const { firstToken, endToken } = sentences[place]!
    for (let at = firstToken; at < endToken; at += 1) {
      const stem = stems[at]!
      if (last[stem] === place) continue
      last[stem] = place
      counts[stem]! += 1
    }
  }
  return counts
}
