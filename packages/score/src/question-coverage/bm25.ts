import type { PreparedText } from '../text/prepare-text.ts'
import type { QuestionWord } from './question-words.ts'

/** How fast repetition of a word stops to count, and how much a long passage is held to account for its length. */
const K1 = 1.2
const B = 0.75

/** BM25 of each passage for a question, rarity taken within the passages alone; 0 where none of its words stands there (Robertson and Zaragoza 2009, idf as Lucene has it). */
export function bm25(words: readonly QuestionWord[], passages: readonly PreparedText[]): number[] {
  const wanted = new Set(words.map(({ stem }) => stem))
  const counts = passages.map(({ tokens }) => {
    const found = new Map<string, number>()
    for (const { form } of tokens) if (wanted.has(form.stem)) found.set(form.stem, (found.get(form.stem) ?? 0) + 1)
    return found
  })
  const mean = passages.reduce((sum, { tokens }) => sum + tokens.length, 0) / passages.length
  const idf = new Map(
    words.map(({ stem }) => {
      const holders = counts.filter((found) => found.has(stem)).length
      return [stem, Math.log(1 + (passages.length - holders + 0.5) / (holders + 0.5))]
    }),
  )
  return counts.map((found, i) => {
    const length = mean > 0 ? passages[i]!.tokens.length / mean : 1
    let score = 0
    for (const [stem, count] of found)
      score += (idf.get(stem)! * count * (K1 + 1)) / (count + K1 * (1 - B + B * length))
    return score
  })
}
