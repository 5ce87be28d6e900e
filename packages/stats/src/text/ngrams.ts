import { refuse } from '../shared/refuse.ts'

/** Longer texts would fill memory with their n-grams: some 150 bytes each. */
const MOST_SYMBOLS = 1_000_000

/** Refuses a text of more than 1,000,000 tokens or characters. */
export function requireLength(length: number): void {
  if (length > MOST_SYMBOLS) refuse(`A text has ${length} tokens or characters: cut it to ${MOST_SYMBOLS}.`)
}

/** How often each n-gram occurs. */
export type NgramCounts = Map<string, number>

/** Numbers for tokens, shared by texts that are compared: n-grams of numbers have one spelling, whatever a token holds. */
export type TokenNumbers = Map<string, number>

/** Counts of the n-grams of some tokens. */
export function countNgrams(tokens: readonly string[], n: number, numbers: TokenNumbers): NgramCounts {
  const counts: NgramCounts = new Map()
  const ids = tokens.map((token) => {
    const id = numbers.get(token) ?? numbers.size
    numbers.set(token, id)
    return id
  })
  for (let i = 0; i + n <= ids.length; i++) {
    const ngram = ids.slice(i, i + n).join(' ')
    counts.set(ngram, (counts.get(ngram) ?? 0) + 1)
  }
  return counts
}

/** How many n-grams two texts have in common, each as often as it is in both. */
export function countMatches(a: NgramCounts, b: NgramCounts): number {
  let matches = 0
  for (const [ngram, count] of a) matches += Math.min(count, b.get(ngram) ?? 0)
  return matches
}
