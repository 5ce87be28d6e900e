import { firstVersionAt } from '@assay/contract/arrival'

/**
 * Arrival numbers of spans: Unix milliseconds × 2²⁰ plus a count, so that they rise within a process and across
 * restarts; of a span sent twice the higher one stands. At most 2²⁰ in a millisecond, then they borrow from the next.
 */
export function createVersions(now: () => number): () => bigint {
  let last = 0n
  return () => {
    const floor = firstVersionAt(now())
    last = floor > last ? floor : last + 1n
    return last
  }
}
