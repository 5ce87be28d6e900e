import { NO_ID } from '../check-span.ts'
import type { JsonCursor } from './cursor.ts'

const MIN_INT64 = -(2n ** 63n)
const MAX_INT64 = 2n ** 63n - 1n
const MAX_UINT64 = 2n ** 64n - 1n
/** Fifteen digits are always below 2^53. */
const SAFE_DIGITS = 15
const INTEGER = /^-?\d+$/
const DECIMAL = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/
const BASE64 = /^[A-Za-z0-9+/_-]*={0,2}$/

/** Scans a number, or a string that holds one. */
function scanNumeric(c: JsonCursor, what: string): void {
  if (c.peek() !== 0x22) c.scanNumber(what)
  else c.scanString(what)
}

/** The integer that was scanned, exact; null when it is none or has more than 25 characters. */
function integer(c: JsonCursor): number | bigint | null {
  if (c.stop - c.start > 25) return null
  const token = c.token()
  if (INTEGER.test(token)) return token.length <= SAFE_DIGITS ? Number(token) : BigInt(token)
  if (!DECIMAL.test(token)) return null
  const value = Number(token)
  return Number.isSafeInteger(value) ? value : Number.isInteger(value) ? BigInt(value) : null
}

/** An int64 as number or string, of which no digit is lost; one beyond 64 bits refuses the span (`bad_value`). */
export function readInt64(c: JsonCursor, what: string): number | bigint {
  scanNumeric(c, what)
  const small = c.smallInteger()
  if (small >= 0) return small
  const value = integer(c)
  if (value === null || value < MIN_INT64 || value > MAX_INT64) {
    c.fault ??= 'bad_value'
    return 0
  }
  // Adding 0 turns a negative zero, which no int64 has, into zero.
  return Number.isSafeInteger(Number(value)) ? Number(value) + 0 : value
}

/** A uint64 as number or string, of which no digit is lost; one that is none refuses the item (`bad_value`). */
export function readUint64(c: JsonCursor, what: string): number | bigint {
  scanNumeric(c, what)
  const small = c.smallInteger()
  if (small >= 0) return small
  const value = integer(c)
  if (value === null || value < 0 || value > MAX_UINT64) {
    c.fault ??= 'bad_value'
    return 0
  }
  return Number.isSafeInteger(Number(value)) ? Number(value) + 0 : value
}

/** A uint64 of nanoseconds; one that is none refuses the span (`bad_timestamp`). */
export function readNanoseconds(c: JsonCursor, what: string): bigint {
  scanNumeric(c, what)
  const seconds = c.digits(c.start, c.stop - 9)
  const rest = c.digits(c.stop - 9, c.stop)
  if (c.stop - c.start === 19 && seconds >= 0 && rest >= 0) return joinNanoseconds(seconds, rest)
  const value = BigInt(integer(c) ?? -1)
  if (value >= 0n && value <= MAX_UINT64) return value
  c.fault ??= 'bad_timestamp'
  return 0n
}

const words = new Uint32Array(2)
const joined = new BigUint64Array(words.buffer)

/** seconds · 10⁹ + rest for ten and nine digits, in doubles: BigInt arithmetic would make four bigints of it. */
function joinNanoseconds(seconds: number, rest: number): bigint {
  const high = Math.floor(seconds / 65536) * 1e9
  const low = (high % 65536) * 65536 + (seconds % 65536) * 1e9 + rest
  words[0] = low % 2 ** 32
  words[1] = Math.floor(high / 65536) + Math.floor(low / 2 ** 32)
  return joined[0] ?? 0n
}

/** A uint32 or a non-negative enum number; one that is none refuses the span (`bad_value`). */
export function readUint32(c: JsonCursor, what: string): number {
  scanNumeric(c, what)
  const value = integer(c)
  if (value !== null && value >= 0 && value <= 0xffff_ffff) return Number(value)
  c.fault ??= 'bad_value'
  return 0
}

/** An enum by number, or by name as some senders write it; unknown ones are 0. */
export function readEnum(c: JsonCursor, what: string, names: readonly string[]): number {
  if (c.peek() !== 0x22) {
    c.scanNumber(what)
    const value = Number(c.token())
    return Number.isInteger(value) && value > 0 && value < names.length ? value : 0
  }
  const name = c.text(what)
  const index = names.indexOf(name)
  if (index > 0) return index
  const value = INTEGER.test(name) ? Number(name) : 0
  return value > 0 && value < names.length ? value : 0
}

/** A double: a number, or a string in the proto3 JSON spelling of one. */
export function readDouble(c: JsonCursor, what: string): number {
  if (c.peek() !== 0x22) {
    c.scanNumber(what)
    const value = Number(c.token())
    if (Number.isFinite(value)) return value
    c.fault ??= 'bad_value'
    return 0
  }
  const text = c.text(what)
  if (text === 'NaN') return Number.NaN
  if (text === 'Infinity') return Number.POSITIVE_INFINITY
  if (text === '-Infinity') return Number.NEGATIVE_INFINITY
  if (text.length < 400 && DECIMAL.test(text)) return Number(text)
  c.fault ??= 'bad_value'
  return 0
}

/** Bytes in base64, ordinary or URL-safe, with or without padding. */
export function readBase64(c: JsonCursor, what: string): Uint8Array {
  const text = c.text(what)
  if (!BASE64.test(text)) {
    c.fault ??= 'bad_value'
    return NO_ID
  }
  const bytes = Buffer.from(text, 'base64')
  return new Uint8Array(bytes)
}

const HEX = new Uint8Array(256).fill(0xff)
for (let i = 0; i < 16; i++) {
  const digit = i.toString(16)
  HEX[digit.charCodeAt(0)] = i
  HEX[digit.toUpperCase().charCodeAt(0)] = i
}
/** Stands for an id that is no hex of the right length; no check of ids lets it pass. */
const BAD_ID = new Uint8Array(1)

/** An id of `length` bytes in hex of either case; empty where the string is, and of a wrong length where it is bad. */
export function readHexId(c: JsonCursor, what: string, length: number): Uint8Array {
  if (c.isNull()) return NO_ID
  c.scanString(what)
  if (c.stop === c.start) return NO_ID
  if (c.stop - c.start !== 2 * length) return BAD_ID
  const { bytes } = c
  const id = new Uint8Array(length)
  let wrong = 0
  for (let i = 0, at = c.start; i < length; i++, at += 2) {
    const high = HEX[bytes[at] ?? 0] ?? 0xff
    const low = HEX[bytes[at + 1] ?? 0] ?? 0xff
    wrong |= high | low
    id[i] = (high << 4) | low
  }
  return wrong > 0x0f ? BAD_ID : id
}
