import { AssayError } from '@assay/contract/error'
import { SEGMENT_TABLES, type Column, type SegmentTable } from '@assay/contract/tables'
import { crc32 } from 'node:zlib'

/*
 * A segment file: a head, then frames.
 *   head   "ASSAYWAL" | u16 format | u32 length of the JSON | u32 crc32 of the JSON | JSON {id, tables}
 *   frame  u32 length of the payload | u32 crc32 | u8 table | u32 rows | payload
 * All numbers are little-endian. A frame's CRC covers length, table, rows and payload. The head names the
 * columns of every table, so that a segment loads after an upgrade that changed them.
 */
const MAGIC = Buffer.from('ASSAYWAL')
const FORMAT = 1
const HEAD_BYTES = 18

/** Bytes of a frame before its payload. */
export const FRAME_BYTES = 13
/** Largest payload of one frame. */
export const MAX_PAYLOAD_BYTES = 2 ** 31

/** Rows of one table, encoded as RowBinary. */
export interface Frame {
  table: SegmentTable
  rows: number
  payload: Buffer
}

export interface SegmentTableHead {
  id: number
  name: string
  columns: readonly Column[]
}

export interface SegmentHead {
  id: string
  tables: readonly SegmentTableHead[]
}

/** The tables as this program writes them. */
export const CURRENT_TABLES: readonly SegmentTableHead[] = Object.entries(SEGMENT_TABLES).map(
  ([name, { id, columns }]) => ({ id, name, columns }),
)

/** The head of a segment file. */
export function encodeHead(head: SegmentHead): Buffer {
  const json = Buffer.from(JSON.stringify(head))
  const fixed = Buffer.alloc(HEAD_BYTES)
  MAGIC.copy(fixed)
  fixed.writeUInt16LE(FORMAT, 8)
  fixed.writeUInt32LE(json.length, 10)
  fixed.writeUInt32LE(crc32(json), 14)
  return Buffer.concat([fixed, json])
}

/**
 * The head of a segment file and where its frames begin; null where it is torn.
 * @throws AssayError `internal` for a later format, whose rows must not be dropped.
 */
export function decodeHead(file: Buffer): { head: SegmentHead; end: number } | null {
  if (file.length < HEAD_BYTES || !file.subarray(0, 8).equals(MAGIC)) return null
  const end = HEAD_BYTES + file.readUInt32LE(10)
  if (end > file.length) return null
  const json = file.subarray(HEAD_BYTES, end)
  if (crc32(json) !== file.readUInt32LE(14)) return null
  if (file.readUInt16LE(8) !== FORMAT) {
    throw new AssayError(
      'internal',
      'a segment of the spool was written by a newer Assay; start that version, or a newer one',
    )
  }
  return { head: JSON.parse(json.toString()) as SegmentHead, end }
}

/** The bytes that go before a frame's payload. */
export function encodeFrameHead(frame: Frame): Buffer {
  const head = Buffer.allocUnsafe(FRAME_BYTES)
  head.writeUInt32LE(frame.payload.length, 0)
  head.writeUInt8(SEGMENT_TABLES[frame.table].id, 8)
  head.writeUInt32LE(frame.rows, 9)
  head.writeUInt32LE(frameCrc(head, frame.payload), 4)
  return head
}

/** CRC of a frame, from its 13 bytes of head (whose CRC field does not count) and its payload. */
export function frameCrc(head: Buffer, payload: Buffer): number {
  return crc32(payload, crc32(head.subarray(8, FRAME_BYTES), crc32(head.subarray(0, 4))))
}
