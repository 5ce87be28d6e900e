import type { PreparedText } from '../text/prepare-text.ts'
import { stemBits } from '../text/word-form.ts'

/** A word that a question is about, and how much it weighs. */
export interface QuestionWord {
  stem: string
  weight: number
}

/** Names and numbers stand for one thing, and other texts seldom have them. */
const NAME_WEIGHT = 1.5

/** A longer question says no more of its subject: it carries what it asks about. */
const MOST_WORDS = 500

/** The different words of a question that are no stop words; a word that starts a sentence is no name for that. */
export function questionWords({ tokens, sentences }: PreparedText): QuestionWord[] {
  const weights = new Map<string, number>()
  const starts = new Set(sentences.map(({ firstToken }) => firstToken))
  for (const [i, token] of tokens.entries()) {
    if (token.form.isStop) continue
    const isName = token.form.isNumber || (token.form.isCapitalised && !starts.has(i))
    const weight = isName ? NAME_WEIGHT : 1
    weights.set(token.form.stem, Math.max(weight, weights.get(token.form.stem) ?? 0))
    if (weights.size >= MOST_WORDS) break
  }
  return [...weights].map(([stem, weight]) => ({ stem, weight }))
}

/** How often each word of a question stands in a text, in the order of the words. */
export function countWords(words: readonly QuestionWord[], { tokens }: PreparedText): Uint32Array {
  const counts = new Uint32Array(words.length)
  const places = new Map(words.map(({ stem }, i) => [stem, i]))
  const bits = words.reduce((all, { stem }) => all | stemBits(stem), 0)
  for (const { form } of tokens) {
    // Words of a question are never stop words, and every second word of a text is one.
    if (form.isStop || (form.stemBits & bits) !== form.stemBits) continue
    const place = places.get(form.stem)
    if (place !== undefined) counts[place]!++
  }
  return counts
}

/** Share of the weight of a question's words that any of some texts has, by their counts, 0 to 1; 0 for no words. */
export function coverageOf(words: readonly QuestionWord[], texts: readonly Uint32Array[]): number {
  let total = 0
  let covered = 0
  for (const [i, { weight }] of words.entries()) {
    total += weight
    if (texts.some((counts) => counts[i]! > 0)) covered += weight
  }
  return total > 0 ? covered / total : 0
}
