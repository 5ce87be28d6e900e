import type { ContextIndex } from './index-context.ts'

/** One to three sentences in a row of the context; `coverage` is the share of the claim's idf weight that they hold, 0 to 1. */
export interface EvidenceWindow {
  firstSentence: number
  endSentence: number
  coverage: number
}

const NONE: EvidenceWindow = { firstSentence: 0, endSentence: 0, coverage: 0 }
const LONGEST = 3

/** Room for the sums of all windows of one and of three sentences, kept from claim to claim. */
let ones = new Float64Array(64)
let threes = new Float64Array(64)

/**
 * The best windows of one and of up to three sentences for a claim: `chosen` holds the number of each different content stem that the index
 * has; `total` is the idf weight of all content words, unknown ones too. Cost: postings × 3.
 */
export function bestWindows(
  index: ContextIndex,
  chosen: ReadonlySet<number>,
  total: number,
): readonly [EvidenceWindow, EvidenceWindow] {
  const { length } = index.sentences
  if (length === 0 || total <= 0 || chosen.size === 0) return [NONE, NONE]
  const { postings, postingStarts, passageStarts } = index
  if (length > ones.length) [ones, threes] = [new Float64Array(2 * length), new Float64Array(2 * length)]
  ones.fill(0, 0, length)
  threes.fill(0, 0, length)
  let one = 0
  let three = 0
  for (const stem of chosen) {
    const weight = index.idf[stem]!
    /** Windows before this one begin too early, or have the stem already. */
    let next = 0
    for (let at = postingStarts[stem]!; at < postingStarts[stem + 1]!; at += 1) {
      const sentence = postings[at]!
      ones[sentence]! += weight
      if (isBetter(ones, sentence, one)) one = sentence
      next = Math.max(next, passageStarts[sentence]!, sentence - LONGEST + 1)
      for (; next <= sentence; next += 1) {
        threes[next]! += weight
        if (isBetter(threes, next, three)) three = next
      }
    }
  }
  return [windowAt(one, 1, ones[one]!), windowAt(three, LONGEST, threes[three]!)]

  function windowAt(first: number, size: number, sum: number): EvidenceWindow {
    let end = first + 1
    while (end < first + size && end < length && passageStarts[end]! <= first) end += 1
    return { firstSentence: first, endSentence: end, coverage: Math.min(1, sum / total) }
  }
}

/** Of windows that hold as much, the first is the best. */
const isBetter = (sums: Float64Array, window: number, best: number) =>
  sums[window]! > sums[best]! || (sums[window] === sums[best] && window < best)
