const SLOTS = 2048
const MAX_BYTES = 64

/** What `Buffer.toString` ends in, without its questions about encoding and bounds, which are a tenth of the time of a decode. */
type Slicing = Buffer & { utf8Slice?: (start: number, end: number) => string }

const utf8 = (bytes: Slicing, start: number, end: number): string =>
  bytes.utf8Slice?.(start, end) ?? bytes.toString('utf8', start, end)

/**
 * Strings that come again and again, found by their bytes instead of being made anew. Direct-mapped: a newcomer
 * takes the slot of the string before it, so that memory is bounded whatever a sender does.
 *
 * Spans of one program carry the same keys in the same order, so the table first tries what followed last time.
 */
export class InternTable {
  readonly #texts = new Array<string>(SLOTS).fill('')
  readonly #lengths = new Uint8Array(SLOTS)
  readonly #arena = new DataView(new ArrayBuffer(SLOTS * MAX_BYTES))
  readonly #followers = new Uint16Array(SLOTS)
  /** The hash that last missed a slot: only what misses twice in a row is kept, so that unique texts cost no copy. */
  readonly #missed = new Uint32Array(SLOTS)
  #last = 0

  /** The UTF-8 text in bytes start..end (exclusive); what is not UTF-8 becomes U+FFFD. */
  get(bytes: Buffer, view: DataView, start: number, end: number): string {
    const length = end - start
    if (length === 0) return ''
    if (length > MAX_BYTES) return utf8(bytes, start, end)
    const follower = this.#followers[this.#last] ?? 0
    if (this.#lengths[follower] === length && this.#isSame(follower, view, start, end)) {
      this.#last = follower
      return this.#texts[follower] ?? ''
    }
    const h = hash(view, start, end)
    const slot = h & (SLOTS - 1)
    this.#followers[this.#last] = slot
    this.#last = slot
    if (this.#lengths[slot] === length && this.#isSame(slot, view, start, end)) return this.#texts[slot] ?? ''
    const text = utf8(bytes, start, end)
    if (this.#missed[slot] !== h) {
      this.#missed[slot] = h
      return text
    }
    this.#texts[slot] = text
    this.#lengths[slot] = length
    this.#keep(slot, view, start, end)
    return text
  }

  #isSame(slot: number, view: DataView, start: number, end: number): boolean {
    const arena = this.#arena
    let at = slot * MAX_BYTES
    let i = start
    for (; i + 4 <= end; i += 4, at += 4) if (arena.getUint32(at) !== view.getUint32(i)) return false
    for (; i < end; i++, at++) if (arena.getUint8(at) !== view.getUint8(i)) return false
    return true
  }

  #keep(slot: number, view: DataView, start: number, end: number): void {
    const arena = this.#arena
    let at = slot * MAX_BYTES
    for (let i = start; i < end; i++, at++) arena.setUint8(at, view.getUint8(i))
  }
}

function hash(view: DataView, start: number, end: number): number {
  let h = end - start
  let i = start
  for (; i + 4 <= end; i += 4) h = Math.imul(h ^ view.getUint32(i, true), 0x9e3779b1)
  for (; i < end; i++) h = Math.imul(h ^ view.getUint8(i), 0x85ebca6b)
  return (h ^ (h >>> 15)) >>> 0
}
