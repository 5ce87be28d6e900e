import { hash } from 'node:crypto'

/**
 * A number from 0 (inclusive) to 1 (exclusive) that belongs to a trace: the same in every process and at every time, as good as drawn
 * evenly over traces, and independent for another salt. 48 bits of SHA-256.
 */
export function uniformNumber(traceId: string, salt: string): number {
  // The length keeps a salt and an id from running into each other.
  const digest = hash('sha256', `${salt.length}:${salt}${traceId}`, 'hex')
  return Number.parseInt(digest.slice(0, 12), 16) / 2 ** 48
}
