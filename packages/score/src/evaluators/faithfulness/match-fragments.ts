import { type PairIndex, lastPlace } from './pair-index.ts'

/** Places tried for one pair of words: a frequent pair stands for itself after that many. */
const MAX_TRIED = 32
/** Longer runs count as this long: a copied page is no more copied than a copied sentence. */
const MAX_RUN = 64

/**
 * For each token of a claim the length of the longest run of tokens from there on that the context has in the same order, in stems: 0
 * for an unknown word. Cost at most MAX_TRIED × MAX_RUN a token.
 */
export function longestRuns(index: PairIndex, stems: readonly number[]): number[] {
  const runs = stems.map(() => 0)
  for (let at = 0; at < stems.length; at += 1) {
    if (stems[at]! < 0) continue
    runs[at] = 1
    if (at + 1 >= stems.length || stems[at + 1]! < 0) continue
    // A run that began one token earlier goes on here, and is the longest or close to it.
    if (at > 0 && runs[at - 1]! === MAX_RUN) {
      runs[at] = MAX_RUN - 1
      continue
    }
    let place = lastPlace(index, stems[at]!, stems[at + 1]!)
    for (let tried = 0; place >= 0 && tried < MAX_TRIED; tried += 1) {
      let run = 0
      while (run < MAX_RUN && at + run < stems.length && stems[at + run] === index.stems[place + run])
        run += 1
      if (run > runs[at]!) runs[at] = run
      place = index.next[place]!
    }
  }
  return runs
}

/**
 * Grusky's extractive fragments, greedily from left to right: how many tokens lie in fragments of at least two tokens, and the sum of
 * their squared lengths (density × number of tokens).
 */
export function extractiveFragments(runs: readonly number[]): { covered: number; squares: number } {
  let covered = 0
  let squares = 0
  for (let at = 0; at < runs.length;) {
    const run = runs[at]!
    if (run >= 2) {
      covered += run
      squares += run * run
    }
    at += Math.max(1, run)
  }
  return { covered, squares }
}
