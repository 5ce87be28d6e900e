import type { DropReason } from '@assay/contract/drop-reason'
import { InternTable } from '../intern-table.ts'
import { BATCH_LOOKS, BATCH_NODES, MAX_SKIP_DEPTH, MAX_SPAN_NODES } from '../limits.ts'
import { MalformedRequest } from '../malformed-request.ts'
import { type JsonKey, knownKey } from './known-keys.ts'

const keys = new InternTable()
const values = new InternTable()

const QUOTE = 0x22
const BACKSLASH = 0x5c
/** Bytes of a string that are scanned by a loop before the engine's search, which costs a call, is asked. */
const NEAR_BYTES = 48

/** Whether one of four bytes is a quote or a backslash: subtracting 1 borrows only where a byte became 0. */
function hasQuoteOrBackslash(word: number): boolean {
  const quote = word ^ 0x22222222
  const backslash = word ^ 0x5c5c5c5c
  return ((((quote - 0x01010101) & ~quote) | ((backslash - 0x01010101) & ~backslash)) & 0x80808080) !== 0
}

/**
 * A place in a JSON text, read byte by byte: unlike JSON.parse it keeps every digit of a number, makes no object
 * that nobody asked for, and cannot be led too deep. Reads beyond the end throw the RangeError of DataView.
 */
export class JsonCursor {
  readonly bytes: Buffer
  readonly view: DataView
  pos = 0
  /** The last scanned string or number, without quotes. */
  start = 0
  stop = 0
  hasEscapes = false
  isInteger = false
  /** Why the span being read must be refused; null while it is sound. */
  fault: DropReason | null = null
  /** Set when a key was met in its snake_case spelling. */
  sawSnakeCase = false
  #nodes = 0
  /** Since the last pause. */
  #looks = 0
  #pauseNodes = 0
  /** A backslash at or behind every position scanned so far; the text's length when there is none. */
  #backslash = -1

  constructor(bytes: Buffer) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
    const hasMark = bytes.length >= 3 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
    if (hasMark) this.pos = 3
  }

  startSpan(fault: DropReason | null): void {
    this.fault = fault
    this.#pauseNodes += this.#nodes
    this.#looks++
    this.#nodes = 0
  }

  /** Whether others should run now; what is read until then counts no more. Ask between items. */
  isPauseDue(): boolean {
    const isDue = this.#looks >= BATCH_LOOKS || this.#pauseNodes + this.#nodes >= BATCH_NODES
    if (isDue) this.#looks = this.#pauseNodes = this.#nodes = 0
    return isDue
  }

  /** Counts an attribute, event, link or container; false once the span has too many. */
  countNode(): boolean {
    if (++this.#nodes <= MAX_SPAN_NODES) return true
    this.fault ??= 'too_large'
    return false
  }

  /** The next byte that is not white space; the cursor stands at it. */
  peek(): number {
    for (;;) {
      const byte = this.view.getUint8(this.pos)
      if (byte > 0x20) return byte
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)
        this.fail('an unexpected character')
      this.pos++
    }
  }

  /** Steps over a `null`, which stands for a field that was not sent. */
  isNull(): boolean {
    if (this.peek() !== 0x6e) return false
    this.#word('null')
    return true
  }

  /** Opens an object; false when it is empty, and then it is closed too. `what` names it in the error. */
  openObject(what: string): boolean {
    return this.#open(0x7b, 0x7d, what, 'must be an object')
  }

  /** Opens a list; false when it is empty, and then it is closed too. */
  openList(what: string, hint = 'must be a list'): boolean {
    return this.#open(0x5b, 0x5d, what, hint)
  }

  #open(open: number, close: number, what: string, hint: string): boolean {
    if (this.peek() !== open) throw new MalformedRequest(`malformed JSON: ${what} ${hint} (byte ${this.pos})`)
    this.pos++
    if (this.peek() !== close) return true
    this.pos++
    return false
  }

  /** After a field: true when another follows, false when the object ended. */
  moreFields(): boolean {
    return this.#more(0x7d)
  }

  /** After an element: true when another follows, false when the list ended. */
  moreElements(): boolean {
    return this.#more(0x5d)
  }

  #more(close: number): boolean {
    const byte = this.peek()
    if (byte !== 0x2c && byte !== close) this.fail('a comma or a closing bracket is missing')
    this.pos++
    return byte === 0x2c
  }

  /** Reads a field's name and colon; '' for a name that nobody knows. */
  key(): JsonKey {
    this.scanString('a field name')
    const key = this.hasEscapes ? '' : knownKey(this.view, this.start, this.stop)
    if (this.peek() !== 0x3a) this.fail('a colon is missing')
    this.pos++
    return key
  }

  /** Steps over the words at the cursor, four bytes each, where they stand there exactly. */
  eat(first: number, second: number): boolean {
    const { view, pos } = this
    if (pos + 8 > view.byteLength) return false
    if (view.getUint32(pos, true) !== first || view.getUint32(pos + 4, true) !== second) return false
    this.pos = pos + 8
    return true
  }

  /** Reads a string; lone surrogates and bytes that are not UTF-8 become U+FFFD. `isKey` for attribute keys. */
  text(what: string, isKey = false): string {
    this.scanString(what)
    if (this.hasEscapes) return this.#unescape()
    return (isKey ? keys : values).get(this.bytes, this.view, this.start, this.stop)
  }

  #unescape(): string {
    try {
      const text: unknown = JSON.parse(this.bytes.toString('utf8', this.start - 1, this.stop + 1))
      if (typeof text === 'string') return text.toWellFormed()
    } catch {
      // Falls through to the failure below.
    }
    return this.fail('a string has a bad escape or control character')
  }

  /** Sets start and stop around the contents of the string at the cursor and steps behind it. */
  scanString(what: string): void {
    if (this.peek() !== QUOTE)
      throw new MalformedRequest(`malformed JSON: ${what} must be a string (byte ${this.pos})`)
    const { view } = this
    let i = this.pos + 1
    this.start = i
    this.hasEscapes = false
    const near = Math.min(i + NEAR_BYTES, view.byteLength)
    while (i + 4 <= near && !hasQuoteOrBackslash(view.getUint32(i, true))) i += 4
    for (;;) {
      if (i === near) i = this.#jumpToQuoteOrBackslash(i)
      const byte = view.getUint8(i)
      if (byte === QUOTE) break
      if (byte === BACKSLASH) {
        this.hasEscapes = true
        i += 2
        if (i > near) i = this.#scanEscaped(i)
      } else i++
    }
    this.stop = i
    this.pos = i + 1
  }

  /** Long plain texts are the bulk of a payload: the engine's search is some ten times a loop's speed. */
  #jumpToQuoteOrBackslash(from: number): number {
    const { bytes } = this
    if (this.#backslash < from) {
      const next = bytes.indexOf(BACKSLASH, from)
      this.#backslash = next < 0 ? bytes.length : next
    }
    const quote = bytes.indexOf(QUOTE, from)
    if (quote < 0) throw new MalformedRequest('malformed JSON: the text ends within a string')
    if (quote < this.#backslash) return quote
    this.hasEscapes = true
    return this.#scanEscaped(this.#backslash)
  }

  /** The position of the closing quote of a string in which escapes are frequent. */
  #scanEscaped(from: number): number {
    const { view } = this
    let i = from
    for (;;) {
      const byte = view.getUint8(i)
      if (byte === QUOTE) return i
      i += byte === BACKSLASH ? 2 : 1
    }
  }

  /** Sets start, stop and isInteger around the number at the cursor and steps behind it. */
  scanNumber(what: string): void {
    const first = this.peek()
    const { view } = this
    this.start = this.pos
    let i = this.pos
    if (first === 0x2d) i++
    const lead = view.getUint8(i)
    if (lead < 0x30 || lead > 0x39)
      throw new MalformedRequest(`malformed JSON: ${what} must be a number (byte ${i})`)
    i = this.#endOfDigits(i)
    if (lead === 0x30 && i > this.start + (first === 0x2d ? 2 : 1)) this.fail('a number has a leading zero')
    this.isInteger = true
    if (view.getUint8(i) === 0x2e) {
      this.isInteger = false
      i = this.#endOfDigits(i + 1)
    }
    if ((view.getUint8(i) | 0x20) === 0x65) {
      this.isInteger = false
      const sign = view.getUint8(i + 1)
      i = this.#endOfDigits(sign === 0x2b || sign === 0x2d ? i + 2 : i + 1)
    }
    this.stop = i
    this.pos = i
  }

  #endOfDigits(from: number): number {
    const { view } = this
    let i = from
    for (let byte = view.getUint8(i); byte >= 0x30 && byte <= 0x39; byte = view.getUint8(i)) i++
    if (i === from) this.fail('a number lacks its digits')
    return i
  }

  /** The characters of the last scanned number or string, as they stand. */
  token(): string {
    return this.bytes.toString('latin1', this.start, this.stop)
  }

  /** The value of the last scanned string or number of at most 15 digits; -1 where it is anything else. */
  smallInteger(): number {
    return this.stop - this.start > 15 ? -1 : this.digits(this.start, this.stop)
  }

  /** The value of the digits in start..stop; -1 where something else, or nothing, stands there. */
  digits(start: number, stop: number): number {
    const { view } = this
    let value = start < stop ? 0 : -1
    for (let i = start; i < stop; i++) {
      const digit = view.getUint8(i) - 0x30
      if (digit < 0 || digit > 9) return -1
      value = value * 10 + digit
    }
    return value
  }

  bool(what: string): boolean {
    const byte = this.peek()
    if (byte !== 0x74 && byte !== 0x66)
      throw new MalformedRequest(`malformed JSON: ${what} must be true or false`)
    this.#word(byte === 0x74 ? 'true' : 'false')
    return byte === 0x74
  }

  #word(word: string): void {
    for (let i = 0; i < word.length; i++) {
      if (this.view.getUint8(this.pos + i) !== word.charCodeAt(i)) this.fail('an unknown word')
    }
    this.pos += word.length
  }

  /** Steps over any value. */
  skip(depth = 0): void {
    if (depth > MAX_SKIP_DEPTH) this.fail(`an unknown field is nested deeper than ${MAX_SKIP_DEPTH} levels`)
    const byte = this.peek()
    if (byte === QUOTE) this.scanString('a value')
    else if (byte === 0x7b) {
      if (this.openObject('a value')) {
        do {
          this.key()
          this.skip(depth + 1)
        } while (this.moreFields())
      }
    } else if (byte === 0x5b) {
      if (this.openList('a value'))
        do this.skip(depth + 1)
        while (this.moreElements())
    } else if (byte === 0x6e) this.#word('null')
    else if (byte === 0x74 || byte === 0x66) this.bool('a value')
    else this.scanNumber('a value')
  }

  /** Steps over a list or object without reading it, whatever its depth: for values that are refused anyway. */
  skipDeep(): void {
    let open = 0
    do {
      const byte = this.peek()
      if (byte === QUOTE) {
        this.scanString('a value')
        continue
      }
      if (byte === 0x7b || byte === 0x5b) open++
      else if (byte === 0x7d || byte === 0x5d) open--
      this.pos++
    } while (open > 0)
  }

  /** Nothing but white space may follow. */
  expectEnd(): void {
    for (const { bytes } = this; this.pos < bytes.length; this.pos++) {
      const byte = bytes[this.pos]
      if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09)
        this.fail('something follows the object')
    }
  }

  fail(what: string): never {
    throw new MalformedRequest(`malformed JSON: ${what} (byte ${this.pos})`)
  }
}
