import { AssayError } from '@assay/contract/error'
import type { SegmentPart } from '@assay/spool/scan-segment'
import { reader, type Cursor } from './column-reader.ts'

/** One row of a loaded table, of which only what is asked for is decoded; valid until the next row is. */
export interface RowView {
  text(column: string): string
  /** Lower-case hex digits of a FixedString. */
  hex(column: string): string
  texts(column: string): string[]
  /** Whether a UInt8 is not 0. */
  flag(column: string): boolean
}

/** The rows of a loaded table, in their order. @throws AssayError `internal` for a column that the table has not. */
export function* rowViews(part: SegmentPart): Generator<RowView, void> {
  const steps = part.columns.map(([, type]) => reader(type))
  const places = new Map(part.columns.map(([name], place) => [name, place]))
  const begins = new Array<number>(steps.length).fill(0)
  const ends = new Array<number>(steps.length).fill(0)
  const cursor: Cursor = { bytes: Buffer.alloc(0), at: 0 }
  const placeOf = (column: string) => {
    const place = places.get(column)
    if (place === undefined) throw new AssayError('internal', `no column ${column} in ${part.table}`)
    return place
  }
  const view: RowView = {
    text: (column) => {
      const place = placeOf(column)
      return cursor.bytes.toString('utf8', begins[place], ends[place])
    },
    hex: (column) => {
      const place = placeOf(column)
      return cursor.bytes.toString('hex', begins[place], ends[place])
    },
    texts: (column) => readTexts(cursor.bytes, begins[placeOf(column)] ?? 0),
    flag: (column) => cursor.bytes[begins[placeOf(column)] ?? 0] !== 0,
  }
  for (const bytes of part.payloads) {
    cursor.bytes = bytes
    for (let row = 0; row < bytes.length; row = cursor.at) {
      cursor.at = row
      // By index: an iterator's pairs would be a third of the work.
      for (let place = 0; place < steps.length; place++) {
        begins[place] = steps[place]!(cursor)
        ends[place] = cursor.at
      }
      const end = cursor.at
      yield view
      cursor.at = end
    }
  }
}

const readString = reader('String')

function readTexts(bytes: Buffer, begin: number): string[] {
  const cursor: Cursor = { bytes, at: begin }
  const count = readLength(cursor)
  return Array.from({ length: count }, () => {
    const start = readString(cursor)
    return bytes.toString('utf8', start, cursor.at)
  })
}

function readLength(cursor: Cursor): number {
  let value = 0
  for (let factor = 1; ; factor *= 128) {
    const byte = cursor.bytes.readUInt8(cursor.at++)
    value += (byte & 0x7f) * factor
    if (byte < 0x80) return value
  }
}
