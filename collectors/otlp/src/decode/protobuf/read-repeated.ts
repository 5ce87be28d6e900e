import type { Count, ExponentialBuckets } from '@assay/contract/raw-metric'
import { growing } from '../check-point.ts'
import type { ProtobufCursor } from './cursor.ts'

/** A zigzag-coded int32. */
export function sint32(c: ProtobufCursor): number {
  const value = c.varint32()
  return (value >>> 1) ^ -(value & 1)
}

/** Appends the fixed64 counts that end at `end`; past the limit of a point the rest is stepped over. */
export function counts64(c: ProtobufCursor, end: number, before: readonly Count[]): readonly Count[] {
  const counts = growing(before)
  while (c.pos < end) {
    const low = c.fixed32()
    const high = c.fixed32()
    if (!c.countNode()) return passed(c, end)
    counts.push(high < 2 ** 21 ? high * 2 ** 32 + low : (BigInt(high) << 32n) | BigInt(low))
  }
  c.expectEnd(end)
  return counts
}

/** Appends the doubles that end at `end`. */
export function doubles(c: ProtobufCursor, end: number, before: readonly number[]): readonly number[] {
  const values = growing(before)
  while (c.pos < end) {
    const value = c.double()
    if (!c.countNode()) return passed(c, end)
    values.push(value)
  }
  c.expectEnd(end)
  return values
}

/** Reads the `Buckets` message that ends at `end`; one that comes in parts is joined. */
export function readBuckets(c: ProtobufCursor, end: number, before: ExponentialBuckets): ExponentialBuckets {
  let { offset, counts } = before
  while (c.pos < end) {
    const tag = c.uint32()
    if (tag === 0x08) offset = sint32(c)
    else if (tag === 0x10) counts = varints(c, c.pos + 1, counts)
    else if (tag === 0x12) {
      const stop = c.delimited(end)
      counts = varints(c, stop, counts)
      c.expectEnd(stop)
    } else c.skip(tag, end)
  }
  c.expectEnd(end)
  return { offset, counts }
}

/** Appends varints that begin before `end`. */
function varints(c: ProtobufCursor, end: number, before: readonly Count[]): readonly Count[] {
  const counts = growing(before)
  while (c.pos < end) {
    const value = c.int64()
    if (!c.countNode()) return passed(c, end)
    counts.push(value < 0 ? BigInt.asUintN(64, BigInt(value)) : value)
  }
  return counts
}

/** The point is refused: nothing of what was read is needed, and the cursor goes on behind it. */
function passed(c: ProtobufCursor, end: number): readonly never[] {
  c.pos = Math.max(c.pos, end)
  return []
}
