import type { AnyValue, Attributes } from '@assay/contract/any-value'
import { MAX_VALUE_DEPTH } from '../limits.ts'
import type { ProtobufCursor } from './cursor.ts'

/** Reads one `KeyValue` that ends at `end` into `into`; no key reads as '', no value as null. */
export function readKeyValue(
  c: ProtobufCursor,
  end: number,
  into: Map<string, AnyValue>,
  depth: number,
): void {
  let key = ''
  let value: AnyValue = null
  while (c.pos < end) {
    const tag = c.uint32()
    if (tag === 0x0a) key = c.key(end)
    else if (tag === 0x12) {
      const stop = c.delimited(end)
      value = readAnyValue(c, stop, depth)
    } else c.skip(tag, end)
  }
  c.expectEnd(end)
  if (c.countNode()) into.set(key, value)
}

/** Reads one element of a `repeated KeyValue` field. */
export function readAttribute(c: ProtobufCursor, end: number, into: Attributes): void {
  const stop = c.delimited(end)
  readKeyValue(c, stop, into, 0)
}

/** Reads the `AnyValue` that ends at `end`; of several variants the last stands, an empty one is null. */
export function readAnyValue(c: ProtobufCursor, end: number, depth: number): AnyValue {
  let value: AnyValue = null
  while (c.pos < end) {
    const tag = c.uint32()
    switch (tag) {
      case 0x0a:
        value = c.text(end)
        break
      case 0x10:
        value = c.varint32() !== 0
        break
      case 0x18:
        value = c.int64()
        break
      case 0x21:
        value = c.double()
        break
      case 0x2a:
        value = readArray(c, c.delimited(end), depth + 1)
        break
      case 0x32:
        value = readKvlist(c, c.delimited(end), depth + 1)
        break
      case 0x3a:
        value = c.copyBytes(end)
        break
      default:
        c.skip(tag, end)
    }
  }
  c.expectEnd(end)
  return value
}

function readArray(c: ProtobufCursor, end: number, depth: number): AnyValue {
  const array: AnyValue[] = []
  if (!mayEnter(c, end, depth)) return array
  while (c.pos < end) {
    const tag = c.uint32()
    if (tag === 0x0a) {
      const value = readAnyValue(c, c.delimited(end), depth)
      if (c.countNode()) array.push(value)
    } else c.skip(tag, end)
  }
  c.expectEnd(end)
  return array
}

function readKvlist(c: ProtobufCursor, end: number, depth: number): AnyValue {
  const list = new Map<string, AnyValue>()
  if (!mayEnter(c, end, depth)) return list
  while (c.pos < end) {
    const tag = c.uint32()
    if (tag === 0x0a) readKeyValue(c, c.delimited(end), list, depth)
    else c.skip(tag, end)
  }
  c.expectEnd(end)
  return list
}

/** Past a limit the container is stepped over and the span refused, so that the rest of the batch survives. */
function mayEnter(c: ProtobufCursor, end: number, depth: number): boolean {
  if (depth > MAX_VALUE_DEPTH) c.fault ??= 'too_deep'
  else if (c.countNode()) return true
  c.pos = end
  return false
}
