import { AssayError } from '@assay/contract/error'
import type { Column } from '@assay/contract/tables'

/** A position in bytes of rows. */
export interface Cursor {
  bytes: Buffer
  at: number
}

/** Steps over one value and gives the position where its bytes begin. */
export type Step = (cursor: Cursor) => number

const WIDTHS = new Map([
  ['UInt8', 1],
  ['UInt16', 2],
  ['UInt32', 4],
  ['UInt64', 8],
  ['Int64', 8],
  ['Float64', 8],
])

/** How to step over a value of a column type. @throws AssayError `internal` for a type that the tables don't have. */
export function reader(type: Column[1]): Step {
  const [, outer = type, inner = ''] = /^(\w+)\((.*)\)$/.exec(type) ?? []
  const width = outer === 'FixedString' ? Number(inner) : outer === 'DateTime64' ? 8 : WIDTHS.get(outer)
  if (width !== undefined) return (cursor) => (cursor.at += width) - width
  if (outer === 'String') {
    return (cursor) => {
      const length = varuint(cursor)
      return (cursor.at += length) - length
    }
  }
  if (outer === 'Nullable') {
    const step = reader(inner)
    return (cursor) => (cursor.bytes[cursor.at++] === 1 ? cursor.at : step(cursor))
  }
  const items = outer === 'Array' ? [inner] : outer === 'Map' ? inner.split(', ') : null
  if (items === null) throw new AssayError('internal', `no reader for a column of type ${type}`)
  const steps = items.map(reader)
  return (cursor) => {
    const start = cursor.at
    for (let count = varuint(cursor); count > 0; count--) for (const step of steps) step(cursor)
    return start
  }
}

function varuint(cursor: Cursor): number {
  let value = 0
  for (let factor = 1; ; factor *= 128) {
    const byte = cursor.bytes.readUInt8(cursor.at++)
    value += (byte & 0x7f) * factor
    if (byte < 0x80) return value
  }
}
