/** Where each pair of neighbouring stems stands: chains of places by a hash of the pair, so a chain may hold strangers. */
export interface PairIndex {
  stems: Int32Array
  /** Last place of each chain, -1 for none. */
  heads: Int32Array
  /** The place before in the same chain, -1 for none. */
  next: Int32Array
}

const bucketOf = (first: number, second: number, mask: number) =>
  (Math.imul(first, 0x9e37_79b1) ^ Math.imul(second, 0x85eb_ca6b)) & mask

/** Chains every place where a pair begins. */
export function indexPairs(stems: Int32Array): PairIndex {
  const size = 2 ** Math.max(4, Math.ceil(Math.log2(2 * stems.length + 1)))
  const heads = new Int32Array(size).fill(-1)
  const next = new Int32Array(stems.length).fill(-1)
  for (let at = 0; at + 1 < stems.length; at += 1) {
    const bucket = bucketOf(stems[at]!, stems[at + 1]!, size - 1)
    next[at] = heads[bucket]!
    heads[bucket] = at
  }
  return { stems, heads, next }
}

/** The last place of the chain of a pair; whoever follows it by `next` checks the stems. */
export const lastPlace = ({ heads }: PairIndex, first: number, second: number) =>
  heads[bucketOf(first, second, heads.length - 1)]!
