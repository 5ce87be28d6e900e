import type { ContextIndex } from './index-context.ts'

/** One to three sentences in a row of the context; `coverage` is the share of the claim's idf weight that they hold, 0 to 1. */
export interface EvidenceWindow {
  firstSentence: number
  endSentence: number
  coverage: number
}

const NONE: EvidenceWindow = { firstSentence: 0, endSentence: 0, coverage: 0 }

/**
 * The best windows of one and of up to three sentences for a claim: `weights` holds the idf weight of each different content stem, by its
 * number in the index; `total` is the weight of all content words, unknown ones too. Cost: postings × 3.
 */
export function bestWindows(
  index: ContextIndex,
  weights: ReadonlyMap<number, number>,
  total: number,
): readonly [EvidenceWindow, EvidenceWindow] {
  if (index.sentences.length === 0 || total <= 0 || weights.size === 0) return [NONE, NONE]
  return [bestOf(1), bestOf(3)]

  function bestOf(size: number): EvidenceWindow {
    const sums = new Float64Array(index.sentences.length)
    const lastStem = new Int32Array(index.sentences.length).fill(-1)
    let best = 0
    for (const [stem, weight] of weights) {
      for (let at = index.postingStarts[stem]!; at < index.postingStarts[stem + 1]!; at += 1) {
        const sentence = index.postings[at]!
        const from = Math.max(index.passageStarts[sentence]!, sentence - size + 1)
        for (let window = from; window <= sentence; window += 1) {
          if (lastStem[window] === stem) continue
          lastStem[window] = stem
          sums[window]! += weight
          if (sums[window]! > sums[best]! || (sums[window] === sums[best] && window < best)) best = window
        }
      }
    }
    let end = best + 1
    while (end < best + size && end < index.sentences.length && index.passageStarts[end]! <= best) end += 1
    return { firstSentence: best, endSentence: end, coverage: Math.min(1, sums[best]! / total) }
  }
}
