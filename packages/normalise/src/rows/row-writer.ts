import { NO_POOL, type BufferPool } from './buffer-pool.ts'

const SHORT = 40
const LARGEST = 0x7fff_0000

/** `Buffer.utf8Write` is what `write(text, offset, 'utf8')` ends in; calling it directly skips the encoding look-up. */
type Utf8Buffer = Buffer<ArrayBuffer> & { utf8Write(text: string, offset: number): number }

const EMPTY = Buffer.alloc(0) as Utf8Buffer

function varuintSize(value: number): number {
  if (value < 0x80) return 1
  if (value < 0x4000) return 2
  if (value < 0x20_0000) return 3
  return value < 0x1000_0000 ? 4 : 5
}

/**
 * A growing buffer of ClickHouse RowBinary values.
 *
 * Callers write a row value by value in the order of its columns. `length` before a row and `truncate` after a failure
 * undo a row that could not be finished. Strings come out as valid UTF-8 whatever they held.
 */
export class RowWriter {
  #buffer = EMPTY
  #view = new DataView(EMPTY.buffer)
  #length = 0
  readonly #initialBytes: number
  readonly #pool: BufferPool

  /** `pool` gives the buffers; who has read what `take` handed over may give it back there. */
  constructor(initialBytes = 64 * 1024, pool = NO_POOL) {
    this.#initialBytes = Math.max(64, initialBytes)
    this.#pool = pool
  }

  /** Bytes written so far; also the mark to give to `truncate`. */
  get length(): number {
    return this.#length
  }

  /** Forgets all that was written after the mark. */
  truncate(mark: number): void {
    if (mark < this.#length) this.#length = Math.max(0, mark)
  }

  /** Hands over what was written; the writer starts anew with a buffer of its own. */
  take(): Buffer {
    const taken = this.#buffer.subarray(0, this.#length)
    this.#use(EMPTY)
    this.#length = 0
    return taken
  }

  /** A view of what was written so far, until the next write. */
  written(): Buffer {
    return this.#buffer.subarray(0, this.#length)
  }

  #room(bytes: number): void {
    const needed = this.#length + bytes
    if (needed <= this.#buffer.length) return
    if (needed > LARGEST) throw new RangeError('a row buffer cannot grow beyond 2 GiB')
    const wanted = Math.max(needed, this.#buffer.length * 2, this.#initialBytes)
    const old = this.#buffer
    const grown = this.#pool.take(Math.min(LARGEST, wanted)) as Utf8Buffer
    old.copy(grown, 0, 0, this.#length)
    this.#use(grown)
    if (old !== EMPTY) this.#pool.give(old)
  }

  #use(buffer: Utf8Buffer): void {
    this.#buffer = buffer
    this.#view = new DataView(buffer.buffer, buffer.byteOffset, buffer.length)
  }

  uint8(value: number): void {
    this.#room(1)
    this.#buffer[this.#length++] = value
  }

  uint16(value: number): void {
    this.#room(2)
    this.#view.setUint16(this.#length, value, true)
    this.#length += 2
  }

  uint32(value: number): void {
    this.#room(4)
    this.#view.setUint32(this.#length, value, true)
    this.#length += 4
  }

  /** A number must be a whole one from 0 to 2^53. */
  uint64(value: bigint | number): void {
    this.#room(8)
    if (typeof value === 'number') {
      this.#view.setUint32(this.#length, value % 0x1_0000_0000, true)
      this.#view.setUint32(this.#length + 4, value / 0x1_0000_0000, true)
    } else this.#view.setBigUint64(this.#length, value, true)
    this.#length += 8
  }

  int64(value: bigint): void {
    this.#room(8)
    this.#view.setBigInt64(this.#length, value, true)
    this.#length += 8
  }

  float64(value: number): void {
    this.#room(8)
    this.#view.setFloat64(this.#length, value, true)
    this.#length += 8
  }

  nullableUint64(value: bigint | number | null): void {
    if (value === null) return this.uint8(1)
    this.uint8(0)
    this.uint64(value)
  }

  nullableFloat64(value: number | null): void {
    if (value === null) return this.uint8(1)
    this.uint8(0)
    this.float64(value)
  }

  nullableString(value: string | null): void {
    if (value === null) return this.uint8(1)
    this.uint8(0)
    this.string(value)
  }

  /** Bytes as they are: a FixedString of the column's length. */
  fixed(bytes: Uint8Array): void {
    const length = bytes.length
    this.#room(length)
    if (length > 32) this.#buffer.set(bytes, this.#length)
    else for (let i = 0; i < length; i++) this.#buffer[this.#length + i] = bytes[i]!
    this.#length += length
  }

  /** The first `length` characters of a Latin-1 text, a byte each: a FixedString of that length. */
  fixedLatin1(text: string, length: number): void {
    this.#room(length)
    for (let i = 0; i < length; i++) this.#buffer[this.#length + i] = text.charCodeAt(i)
    this.#length += length
  }

  varuint(value: number): void {
    this.#room(5)
    this.#putVaruint(this.#length, value)
    this.#length += varuintSize(value)
  }

  #putVaruint(at: number, value: number): void {
    let rest = value
    while (rest >= 0x80) {
      this.#buffer[at++] = (rest & 0x7f) | 0x80
      rest >>>= 7
    }
    this.#buffer[at] = rest
  }

  string(text: string): void {
    const length = text.length
    if (length <= SHORT) {
      this.#room(length + 1)
      const buffer = this.#buffer
      const at = this.#length + 1
      let i = 0
      for (; i < length; i++) {
        const code = text.charCodeAt(i)
        if (code > 0x7f) break
        buffer[at + i] = code
      }
      if (i === length) {
        buffer[this.#length] = length
        this.#length = at + length
        return
      }
    }
    const mark = this.beginString(length)
    this.#utf8(text)
    this.endString(mark, length)
  }

  /** Bytes that are known to be UTF-8, as a String value. */
  stringBytes(bytes: Uint8Array): void {
    this.varuint(bytes.length)
    this.fixed(bytes)
  }

  stringArray(values: readonly string[]): void {
    this.varuint(values.length)
    for (let i = 0; i < values.length; i++) this.string(values[i]!)
  }

  /** A Map(String, String); the caller sees to it that no key occurs twice. */
  stringMap(entries: readonly (readonly [key: string, value: string])[]): void {
    this.varuint(entries.length)
    for (const [key, value] of entries) {
      this.string(key)
      this.string(value)
    }
  }

  /** Opens a String whose bytes follow by `ascii`, `jsonString` and their like; `guess` is its likely length. */
  beginString(guess: number): number {
    const mark = this.#length
    this.#room(5)
    this.#length += varuintSize(guess)
    return mark
  }

  /** Closes what `beginString(guess)` opened and returns its length in bytes. */
  endString(mark: number, guess: number): number {
    const guessed = varuintSize(guess)
    const bytes = this.#length - mark - guessed
    const actual = varuintSize(bytes)
    if (actual !== guessed) {
      this.#room(5)
      this.#buffer.copyWithin(mark + actual, mark + guessed, this.#length)
      this.#length += actual - guessed
    }
    this.#putVaruint(mark, bytes)
    return bytes
  }

  #utf8(text: string): void {
    this.#room(text.length * 3)
    this.#length += this.#buffer.utf8Write(text, this.#length)
  }

  /** Text of ASCII characters only, without a length before it. */
  ascii(text: string): void {
    const length = text.length
    this.#room(length)
    for (let i = 0; i < length; i++) this.#buffer[this.#length + i] = text.charCodeAt(i)
    this.#length += length
  }

  /** A part of a JSON string, without quotes. */
  jsonPart(text: string): void {
    this.#utf8(JSON.stringify(text).slice(1, -1))
  }

  /** A JSON string with its quotes, without a length before it. Lone surrogates stay as escapes. */
  jsonString(text: string): void {
    const length = text.length
    if (length <= SHORT) {
      this.#room(length + 2)
      const buffer = this.#buffer
      const at = this.#length + 1
      let i = 0
      for (; i < length; i++) {
        const code = text.charCodeAt(i)
        if (code > 0x7e || code < 0x20 || code === 0x22 || code === 0x5c) break
        buffer[at + i] = code
      }
      if (i === length) {
        buffer[at - 1] = 0x22
        buffer[at + length] = 0x22
        this.#length = at + length + 1
        return
      }
    }
    this.#utf8(JSON.stringify(text))
  }
}
