import { requireCount } from '../shared/refuse.ts'
import { codeSymbols, markRows, WORD, type CodedPair, type Sequence } from './code-symbols.ts'

/**
 * Levenshtein's distance: the fewest insertions, deletions and replacements that turn `a` into `b`, code points of a text or tokens of a
 * list. null where it is above `limit`. Memory O(length), time O(length · distance / 32), at most that of both lengths' product / 32;
 * a limit keeps it small: 100,000 against 100,000 unlike characters take seconds without one.
 * Throws AssayError('invalid') for a limit that is no whole number from 0 and for sequences above 1,000,000 symbols.
 *
 * Myers 1999 with the blocks of Hyyrö 2003; band: Ukkonen 1985.
 */
export function editDistance(a: Sequence, b: Sequence, options: { limit: number }): number | null
export function editDistance(a: Sequence, b: Sequence): number
export function editDistance(a: Sequence, b: Sequence, { limit }: { limit?: number } = {}): number | null {
  if (limit !== undefined) requireCount(limit, 'The limit')
  const pair = withoutEqualEnds(codeSymbols(a, b))
  const most = Math.max(pair.a.length, pair.b.length)
  const least = Math.abs(pair.a.length - pair.b.length)
  const allowed = Math.min(limit ?? most, most)
  if (least > allowed) return null
  if (pair.a.length === 0 || pair.b.length === 0) return most
  // Alike texts end in a narrow band; near the full width trying one would cost as much as it could save.
  for (let band = Math.max(2 * least, 2 * WORD); band * 4 <= allowed; band *= 4) {
    const distance = distanceInBand(pair, band)
    if (distance <= band) return distance
  }
  const distance = distanceInBand(pair, allowed)
  return distance <= allowed ? distance : null
}

/** 1 for equal sequences to 0 where nothing can stay: 1 - distance / length of the longer one; 1 for two empty ones. */
export function editSimilarity(a: Sequence, b: Sequence): number {
  const lengthOf = (sequence: Sequence) =>
    typeof sequence === 'string' ? Array.from(sequence).length : sequence.length
  const longest = Math.max(lengthOf(a), lengthOf(b))
  return longest === 0 ? 1 : 1 - editDistance(a, b) / longest
}

/** Equal beginnings and ends never change the distance. */
function withoutEqualEnds({ a, b, symbols }: CodedPair): CodedPair {
  const shorter = Math.min(a.length, b.length)
  let [from, tail] = [0, 0]
  while (from < shorter && a[from] === b[from]) from++
  while (tail < shorter - from && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail++
  return { a: a.subarray(from, a.length - tail), b: b.subarray(from, b.length - tail), symbols }
}

/**
 * The least cost of a path through the table of distances that stays within `band` of the diagonal: the distance where that is at most
 * `band`, else something above it. Rows of `a` go by words, and `steps` carries the change along each row's columns to the next word.
 */
function distanceInBand({ a, b, symbols }: CodedPair, band: number): number {
  const masks = new Int32Array(symbols)
  const steps = new Int8Array(b.length).fill(1)
  /** Cost at the left of the band's columns, above the present rows. */
  let [corner, start] = [0, 0]
  for (let row = 0; row < a.length; row += WORD) {
    const clear = markRows(masks, a, row)
    const rows = Math.min(WORD, a.length - row)
    const from = Math.max(row - band, 0)
    for (; start < from; start++) corner += steps[start]!
    const to = Math.min(row + rows + band, b.length)
    let [rising, falling] = [-1, 0]
    for (let column = from; column < to; column++) {
      const step = steps[column]!
      const negative = step < 0 ? 1 : 0
      const equal = masks[b[column]!]!
      const diagonal = equal | falling
      const match = equal | negative
      const across = (((match & rising) + rising) ^ rising) | match
      let up = falling | ~(across | rising)
      let down = rising & across
      steps[column] = ((up >>> (rows - 1)) & 1) - ((down >>> (rows - 1)) & 1)
      up = (up << 1) | (step > 0 ? 1 : 0)
      down = (down << 1) | negative
      rising = down | ~(diagonal | up)
      falling = up & diagonal
    }
    corner += rows
    clear()
  }
  for (; start < b.length; start++) corner += steps[start]!
  return corner
}
