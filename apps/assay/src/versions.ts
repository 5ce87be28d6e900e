import { firstVersionAt } from '@assay/contract/arrival'

/**
 * Arrival numbers of spans: Unix milliseconds × 2²⁰ plus a count, so that they rise within a process and across
 * restarts; of a span sent twice the higher one stands. At most 2¹⁹ in a millisecond, then they borrow from the next.
 * All are even: the odd ones belong to rows that are derived from several arrivals.
 */
export function createVersions(now: () => number): () => bigint {
  let last = 0n
  return () => {
    const floor = firstVersionAt(now())
    last = floor > last ? floor : last + 2n
    return last
  }
}
