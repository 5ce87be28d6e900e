import type { Frame } from '@assay/spool/spool'
import { SEGMENT_TABLES, type SegmentTable } from '@assay/contract/tables'

/** Values of one row by column name; what is left out is empty or zero. */
export type RowValues = Partial<Record<string, string | number | bigint | readonly string[]>>

/** Encodes rows of a table as a frame of the spool, by the types of its columns. */
export function frameOf(table: SegmentTable, rows: readonly RowValues[]): Frame {
  const payload = Buffer.concat(
    rows.flatMap((row) => SEGMENT_TABLES[table].columns.map(([name, type]) => encode(type, row[name]))),
  )
  return { table, rows: rows.length, payload }
}

type Value = RowValues[string]

function encode(type: string, value: Value): Buffer {
  const fixed = /^FixedString\((\d+)\)$/.exec(type)
  if (fixed) return Buffer.from(String(value ?? '').padStart(Number(fixed[1]) * 2, '0'), 'hex')
  if (type.startsWith('Nullable(')) {
    return value === undefined
      ? Buffer.from([1])
      : Buffer.concat([Buffer.from([0]), encode(type.slice(9, -1), value)])
  }
  if (type.startsWith('Array(')) {
    const items = (value as readonly string[] | undefined) ?? []
    return list(items.map((item) => encode(type.slice(6, -1), item)))
  }
  if (type.startsWith('Map(')) return list([])
  if (type === 'String') return text(String(value ?? ''))
  if (type === 'Float64') return number(8, (b) => b.writeDoubleLE(Number(value ?? 0)))
  if (type === 'UInt8') return Buffer.from([Number(value ?? 0)])
  if (type === 'UInt16') return number(2, (b) => b.writeUInt16LE(Number(value ?? 0)))
  if (type === 'UInt32') return number(4, (b) => b.writeUInt32LE(Number(value ?? 0)))
  return number(8, (b) => b.writeBigUInt64LE(BigInt(typeof value === 'bigint' ? value : Number(value ?? 0))))
}

function number(bytes: number, write: (buffer: Buffer) => void): Buffer {
  const buffer = Buffer.alloc(bytes)
  write(buffer)
  return buffer
}

function varint(value: number): Buffer {
  const bytes: number[] = []
  let rest = value
  for (; rest >= 128; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return Buffer.from([...bytes, rest])
}

const text = (value: string): Buffer => Buffer.concat([varint(Buffer.byteLength(value)), Buffer.from(value)])
const list = (items: Buffer[]): Buffer => Buffer.concat([varint(items.length), ...items])
