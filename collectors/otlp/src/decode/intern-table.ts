const SLOTS = 4096

/**
 * Strings that come again and again, found by their bytes instead of being made anew. Direct-mapped: a newcomer
 * takes the slot of the string before it, so that memory is bounded whatever a sender does.
 */
export class InternTable {
  readonly #slots: (string | undefined)[] = new Array<string | undefined>(SLOTS).fill(undefined)
  readonly #maxBytes: number

  /** Strings longer than `maxBytes` are made without a look into the table. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes
  }

  /** The UTF-8 text in bytes start..end (exclusive); what is not UTF-8 becomes U+FFFD. */
  get(bytes: Buffer, view: DataView, start: number, end: number): string {
    const length = end - start
    if (length === 0) return ''
    if (length > this.#maxBytes) return bytes.toString('utf8', start, end)
    const slot = hash(view, start, end) & (SLOTS - 1)
    const known = this.#slots[slot]
    if (known !== undefined && known.length === length && isSame(known, bytes, start, length)) return known
    const text = bytes.toString('utf8', start, end)
    // Only ASCII has as many characters as bytes, so that the comparison by character code is right.
    if (text.length === length) this.#slots[slot] = text
    return text
  }
}

export function hash(view: DataView, start: number, end: number): number {
  let h = end - start
  let i = start
  for (; i + 4 <= end; i += 4) h = Math.imul(h ^ view.getUint32(i, true), 0x9e3779b1)
  for (; i < end; i++) h = Math.imul(h ^ view.getUint8(i), 0x85ebca6b)
  return h ^ (h >>> 15)
}

export function isSame(text: string, bytes: Uint8Array, start: number, length: number): boolean {
  for (let i = 0; i < length; i++) if (text.charCodeAt(i) !== bytes[start + i]) return false
  return true
}
