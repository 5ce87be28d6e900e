import type { DropReason } from '@assay/contract/drop-reason'
import { InternTable } from '../intern-table.ts'
import { BATCH_LOOKS, BATCH_NODES, BATCH_SPANS, MAX_SKIP_DEPTH, MAX_SPAN_NODES } from '../limits.ts'
import { MalformedRequest } from '../malformed-request.ts'

const keys = new InternTable()
const values = new InternTable()

/**
 * A place in a protobuf message. Reads beyond the buffer throw the RangeError of DataView, which the decoder's
 * entry turns into MalformedRequest: the bounds are checked once, by the engine.
 */
export class ProtobufCursor {
  readonly bytes: Buffer
  readonly view: DataView
  pos = 0
  /** Why the span being read must be refused; null while it is sound. */
  fault: DropReason | null = null
  #nodes = 0
  /** Since the last batch. */
  #looks = 0
  #batchNodes = 0

  constructor(bytes: Buffer) {
    this.bytes = bytes
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  }

  startSpan(fault: DropReason | null): void {
    this.fault = fault
    this.#batchNodes += this.#nodes
    this.#looks++
    this.#nodes = 0
  }

  /** Whether a batch of so many items is to be given now; the next one begins then. */
  endsBatch(items: number): boolean {
    const isFull =
      items >= BATCH_SPANS || this.#looks >= BATCH_LOOKS || this.#batchNodes + this.#nodes >= BATCH_NODES
    if (isFull) this.#looks = this.#batchNodes = this.#nodes = 0
    return isFull
  }

  /** Counts an attribute, event, link or container; false once the span has too many. */
  countNode(): boolean {
    if (++this.#nodes <= MAX_SPAN_NODES) return true
    this.fault ??= 'too_large'
    return false
  }

  /** A tag or a length: a varint that fits 32 bits. */
  uint32(): number {
    const byte = this.view.getUint8(this.pos++)
    return byte < 0x80 ? byte : this.#longUint32(byte)
  }

  /** Apart from the usual one, whose few lines the engine puts in place of a call. */
  #longUint32(first: number): number {
    const { view } = this
    let byte = first
    let value = byte & 0x7f
    for (let shift = 7; shift < 35; shift += 7) {
      byte = view.getUint8(this.pos++)
      if (shift === 28 && byte > 0x0f) break
      value |= (byte & 0x7f) << shift
      if (byte < 0x80) return value >>> 0
    }
    throw new MalformedRequest('a tag or length in the protobuf message is beyond 32 bits')
  }

  /** An int64: a number where it is safe, a bigint otherwise. */
  int64(): number | bigint {
    const byte = this.view.getUint8(this.pos++)
    return byte < 0x80 ? byte : this.#longInt64(byte)
  }

  #longInt64(first: number): number | bigint {
    const { view } = this
    let byte = first
    let low = byte & 0x7f
    for (let shift = 7; shift < 28; shift += 7) {
      byte = view.getUint8(this.pos++)
      low |= (byte & 0x7f) << shift
      if (byte < 0x80) return low
    }
    let high = 0
    for (let shift = 0; shift < 42; shift += 7) {
      byte = view.getUint8(this.pos++)
      // 28 bits are in `low`; seven bytes a group keep `high` exact below 2^36.
      high += (byte & 0x7f) * 2 ** shift
      if (byte < 0x80) return joinInt64(low, high)
    }
    throw new MalformedRequest('a varint in the protobuf message is longer than ten bytes')
  }

  /** The low 32 bits of a varint: enums, uint32, bool. */
  varint32(): number {
    const value = this.int64()
    return typeof value === 'number' ? value >>> 0 : Number(BigInt.asUintN(32, value))
  }

  fixed64(): bigint {
    const value = this.view.getBigUint64(this.pos, true)
    this.pos += 8
    return value
  }

  fixed32(): number {
    const value = this.view.getUint32(this.pos, true)
    this.pos += 4
    return value
  }

  double(): number {
    const value = this.view.getFloat64(this.pos, true)
    this.pos += 8
    return value
  }

  /** Reads a length and gives the position where the delimited bytes end, which lies within `end`. */
  delimited(end: number): number {
    const length = this.uint32()
    const stop = this.pos + length
    if (stop > end) throw new MalformedRequest('a field of the protobuf message is longer than the message')
    return stop
  }

  text(end: number): string {
    const stop = this.delimited(end)
    const text = values.get(this.bytes, this.view, this.pos, stop)
    this.pos = stop
    return text
  }

  key(end: number): string {
    const stop = this.delimited(end)
    const text = keys.get(this.bytes, this.view, this.pos, stop)
    this.pos = stop
    return text
  }

  /** A copy of delimited bytes, so that nothing keeps the body alive. */
  copyBytes(end: number): Uint8Array {
    const stop = this.delimited(end)
    const copy = new Uint8Array(stop - this.pos)
    copy.set(this.bytes.subarray(this.pos, stop))
    this.pos = stop
    return copy
  }

  /**
   * An id of `length` bytes; `last` itself where the bytes are the same, since spans come in traces. Of another
   * length: as many bytes, and at most `length` + 1, so that the check of ids sees that it is wrong.
   */
  id(end: number, length: number, last: Uint8Array): Uint8Array {
    const stop = this.delimited(end)
    const start = this.pos
    this.pos = stop
    const { bytes } = this
    const size = Math.min(stop - start, length + 1)
    if (last.length === size) {
      let i = 0
      while (i < size && last[i] === bytes[start + i]) i++
      if (i === size) return last
    }
    const id = new Uint8Array(size)
    for (let i = 0; i < size; i++) id[i] = this.view.getUint8(start + i)
    return id
  }

  /** A message ends where its length says, or the request is malformed. */
  expectEnd(end: number): void {
    if (this.pos !== end) throw new MalformedRequest('a protobuf message does not end where its length says')
  }

  /** Steps over the value of a field that nobody reads. */
  skip(tag: number, end: number, depth = 0): void {
    const wireType = tag & 7
    if (tag >>> 3 === 0) throw new MalformedRequest('the protobuf message has a field number 0')
    if (wireType === 0) this.int64()
    else if (wireType === 1) this.pos += 8
    else if (wireType === 2) this.pos = this.delimited(end)
    else if (wireType === 5) this.pos += 4
    else if (wireType === 3) this.#skipGroup(tag, end, depth + 1)
    else throw new MalformedRequest(`the protobuf message has a field of the unknown wire type ${wireType}`)
    if (this.pos > end) throw new MalformedRequest('the protobuf message ends in the middle of a field')
  }

  #skipGroup(tag: number, end: number, depth: number): void {
    if (depth > MAX_SKIP_DEPTH) throw new MalformedRequest('the protobuf message nests groups too deep')
    while (this.pos < end) {
      const inner = this.uint32()
      if ((inner & 7) === 4) {
        if (inner >>> 3 === tag >>> 3) return
        break
      }
      this.skip(inner, end, depth)
    }
    throw new MalformedRequest('the protobuf message has a group without an end')
  }
}

/** `low` holds bits 0 to 27, `high` the bits from 28 on. */
function joinInt64(low: number, high: number): number | bigint {
  if (high < 2 ** 25) return high * 2 ** 28 + low
  const value = BigInt.asIntN(64, (BigInt(high) << 28n) | BigInt(low))
  return value >= BigInt(Number.MIN_SAFE_INTEGER) && value <= BigInt(Number.MAX_SAFE_INTEGER)
    ? Number(value)
    : value
}
