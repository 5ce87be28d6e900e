/** Bits of hashes, which tell most strangers at a fraction of the cost of a look-up. */
export type HashFilter = Uint32Array

const LOG_BITS = 14

/** A filter without hashes. */
export const newHashFilter = (): HashFilter => new Uint32Array(2 ** LOG_BITS / 32)

const bitOf = (hash: number) => Math.imul(hash, 0x9e37_79b1) >>> (32 - LOG_BITS)

/** Adds a hash. */
export function addHash(filter: HashFilter, hash: number): void {
  const bit = bitOf(hash)
  filter[bit >>> 5]! |= 1 << (bit & 31)
}

/** Whether a hash may have been added; false says that it was not. */
export function mayHaveHash(filter: HashFilter, hash: number): boolean {
  const bit = bitOf(hash)
  return ((filter[bit >>> 5]! >>> (bit & 31)) & 1) === 1
}
