import type { Column } from '@assay/contract/tables'

class Reader {
  at = 0
  readonly bytes: Buffer
  constructor(bytes: Buffer) {
    this.bytes = bytes
  }
  varuint(): number {
    let value = 0
    for (let factor = 1; ; factor *= 128) {
      const byte = this.bytes.readUInt8(this.at++)
      value += (byte & 0x7f) * factor
      if (byte < 0x80) return value
    }
  }
  take(length: number): Buffer {
    if (this.at + length > this.bytes.length) throw new RangeError('the row ends early')
    return this.bytes.subarray(this.at, (this.at += length))
  }
  value(type: string): unknown {
    const inner = /^(\w+)\((.*)\)$/.exec(type)
    if (inner?.[1] === 'Nullable') return this.take(1)[0] === 1 ? null : this.value(inner[2] ?? '')
    if (inner?.[1] === 'FixedString') return this.take(Number(inner[2])).toString('hex')
    if (inner?.[1] === 'Array')
      return Array.from({ length: this.varuint() }, () => this.value(inner[2] ?? ''))
    if (inner?.[1] === 'Map')
      return Object.fromEntries(
        Array.from({ length: this.varuint() }, () => [this.value('String'), this.value('String')]),
      )
    if (inner?.[1] === 'DateTime64') return this.take(8).readBigInt64LE()
    if (type === 'String')
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(this.take(this.varuint()))
    if (type === 'UInt8') return this.take(1).readUInt8()
    if (type === 'UInt16' || type === 'Date') return this.take(2).readUInt16LE()
    if (type === 'UInt32') return this.take(4).readUInt32LE()
    if (type === 'UInt64') return this.take(8).readBigUInt64LE()
    if (type === 'Int32') return this.take(4).readInt32LE()
    if (type === 'Int64') return this.take(8).readBigInt64LE()
    if (type === 'Float64') return this.take(8).readDoubleLE()
    throw new TypeError(`no reader for ${type}`)
  }
}

/** Walks RowBinary by the declared types. Throws when a String is no valid UTF-8 or bytes are left or missing. */
export function readRows(bytes: Buffer, columns: readonly Column[]): Record<string, unknown>[] {
  const reader = new Reader(bytes)
  const rows: Record<string, unknown>[] = []
  while (reader.at < bytes.length)
    rows.push(Object.fromEntries(columns.map(([name, type]) => [name, reader.value(type)])))
  return rows
}
