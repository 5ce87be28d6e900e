import type { AnyValue, Attributes } from '@assay/contract/any-value'
import type { JsonValue } from '@assay/contract/message'
import { setOwn } from '../shared/set-own.ts'
import { RowWriter } from './row-writer.ts'
import type { SplitBodies } from './split-bodies.ts'

/** Deeper values are refused, so that no sender can exhaust the stack. The decoder refuses them long before. */
const DEEPEST = 500

function writeNumber(out: RowWriter, value: number): void {
  if (Number.isSafeInteger(value) && !Object.is(value, -0)) out.ascii(String(value))
  else if (Number.isNaN(value)) out.ascii('{"$double":"NaN"}')
  else if (value === Infinity) out.ascii('{"$double":"Infinity"}')
  else if (value === -Infinity) out.ascii('{"$double":"-Infinity"}')
  else if (Object.is(value, -0)) out.ascii('-0')
  // An exponent tells a double from a 64-bit integer of the same digits.
  else out.ascii(Number.isInteger(value) ? value.toExponential() : String(value))
}

/** Writes any value as JSON text without a length before it; see `writeAttributes`. */
export function writeAnyValue(out: RowWriter, value: AnyValue): void {
  writeValue(out, value, 0, null)
}

function writeValue(out: RowWriter, value: AnyValue, depth: number, split: SplitBodies | null): void {
  if (typeof value === 'string') {
    if (split === null) out.jsonString(value)
    else split.jsonString(out, value)
  } else if (typeof value === 'number') writeNumber(out, value)
  else if (typeof value === 'boolean') out.ascii(value ? 'true' : 'false')
  else if (value === null || value === undefined) out.ascii('null')
  else if (typeof value === 'bigint') out.ascii(value.toString())
  else if (value instanceof Map) writeAttributes(out, value, depth, split)
  else if (Array.isArray(value)) {
    if (depth > DEEPEST) throw new RangeError('attribute nested too deep')
    out.ascii('[')
    for (let i = 0; i < value.length; i++) {
      if (i > 0) out.ascii(',')
      writeValue(out, value[i] ?? null, depth + 1, split)
    }
    out.ascii(']')
  } else {
    out.ascii('{"$bytes":')
    out.jsonString(Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64'))
    out.ascii('}')
  }
}

/** Keys that look like array indices would change places in `JSON.parse`; a lone `$` key is one of our marks. */
function needsPairs(attributes: Attributes): boolean {
  for (const key of attributes.keys()) {
    const first = key.charCodeAt(0)
    if (first >= 0x30 && first <= 0x39) return true
    if (first === 0x24 && attributes.size === 1) return true
  }
  return false
}

/**
 * Writes attributes as JSON text without a length before it. Throws a RangeError when they nest deeper than 500 levels.
 *
 * Integers beyond 2^53 are bare digits; NaN and the infinities `{"$double": …}`; bytes `{"$bytes": base64}`; maps whose keys JSON
 * objects would not keep `{"$map": [[key, value], …]}`. With `split`, long texts are written without their bodies.
 */
export function writeAttributes(
  out: RowWriter,
  attributes: Attributes,
  depth = 0,
  split: SplitBodies | null = null,
): void {
  if (depth > DEEPEST) throw new RangeError('attribute nested too deep')
  const pairs = needsPairs(attributes)
  out.ascii(pairs ? '{"$map":[' : '{')
  let isFirst = true
  for (const [key, value] of attributes) {
    if (isFirst) isFirst = false
    else out.ascii(',')
    if (pairs) out.ascii('[')
    out.jsonString(key)
    out.ascii(pairs ? ',' : ':')
    writeValue(out, value, depth + 1, split)
    if (pairs) out.ascii(']')
  }
  out.ascii(pairs ? ']}' : '}')
}

/** The text of `writeAttributes`. `decodeAttributes` gives an equal map back. */
export function encodeAttributes(attributes: Attributes): string {
  const out = new RowWriter(1024)
  writeAttributes(out, attributes)
  return out.take().toString('utf8')
}

/** JSON text in which integers beyond 2^53 become bigints. */
export function parseExact(text: string): unknown {
  if (!/\d{16}/.test(text)) return JSON.parse(text)
  return JSON.parse(text, (_key, value: unknown, context?: { source?: string }) => {
    if (typeof value !== 'number' || Number.isSafeInteger(value)) return value
    const source = context?.source
    return source !== undefined && /^-?\d+$/.test(source) ? BigInt(source) : value
  })
}

function fromMarked(key: string, value: unknown): AnyValue | undefined {
  if (key === '$double') return value === 'NaN' ? NaN : value === 'Infinity' ? Infinity : -Infinity
  if (key === '$bytes') return new Uint8Array(Buffer.from(String(value), 'base64'))
  if (key !== '$map' || !Array.isArray(value)) return undefined
  return new Map(value.map((pair: unknown[]) => [String(pair[0]), fromParsed(pair[1])]))
}

function fromParsed(value: unknown): AnyValue {
  if (Array.isArray(value)) return value.map(fromParsed)
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value)
    const only = entries.length === 1 ? entries[0] : undefined
    if (only?.[0].startsWith('$')) {
      const marked = fromMarked(only[0], only[1])
      if (marked !== undefined) return marked
    }
    return new Map(entries.map(([key, item]) => [key, fromParsed(item)]))
  }
  return value as AnyValue
}

/** Attributes from a value that `parseExact` read. */
export function attributesFromParsed(value: unknown): Attributes {
  const decoded = fromParsed(value)
  return decoded instanceof Map ? decoded : new Map<string, AnyValue>()
}

/** Reads what `encodeAttributes` wrote; '' is no attributes. Throws a SyntaxError on text that is no JSON. */
export function decodeAttributes(text: string): Attributes {
  return text === '' ? new Map<string, AnyValue>() : attributesFromParsed(parseExact(text))
}

/** Reads what `writeAnyValue` wrote; '' is null. Throws a SyntaxError on text that is no JSON. */
export function decodeAnyValue(text: string): AnyValue {
  return text === '' ? null : fromParsed(parseExact(text))
}

/**
 * A value as JSON for people and APIs: integers beyond 2^53 as strings of digits, bytes as `{"$bytes": base64}`, NaN and the
 * infinities as their names. Levels below the 500th are null.
 */
export function toJson(value: AnyValue, depth = 0): JsonValue {
  if (value === null || value === undefined || typeof value === 'string' || typeof value === 'boolean')
    return value ?? null
  if (typeof value === 'number') return Number.isFinite(value) ? value : String(value)
  if (typeof value === 'bigint') return value.toString()
  if (depth > DEEPEST) return null
  if (Array.isArray(value)) return value.map((item) => toJson(item, depth + 1))
  if (value instanceof Map) {
    const object: { [key: string]: JsonValue } = {}
    for (const [key, item] of value) setOwn(object, key, toJson(item, depth + 1))
    return object
  }
  return { $bytes: Buffer.from(value.buffer, value.byteOffset, value.byteLength).toString('base64') }
}
