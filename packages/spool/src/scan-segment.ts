import { decodeHead, FRAME_BYTES, frameCrc, type SegmentHead } from './segment-format.ts'

/** Payloads of one table in a segment, in the order in which they were appended. */
export interface SegmentPart {
  table: string
  columns: SegmentHead['tables'][number]['columns']
  rows: number
  payloads: Buffer[]
  /** Rows of each payload. */
  payloadRows: number[]
}

export interface ScannedSegment {
  head: SegmentHead
  parts: SegmentPart[]
  rows: number
  /** Where the last whole frame ends; what follows is torn. */
  validBytes: number
}

/** Bytes that are checked at once, a few milliseconds' work. */
const STEP_BYTES = 4 * 1024 ** 2

/** Reads all whole frames with a right CRC from the bytes of a segment, without copying; null where the head is not whole. */
export function scanSegment(file: Buffer): ScannedSegment | null {
  const steps = scanInSteps(file)
  for (;;) {
    const step = steps.next()
    if (step.done === true) return step.value
  }
}

/** As `scanSegment`, in steps of a few milliseconds between which others may run. */
export function* scanInSteps(file: Buffer): Generator<void, ScannedSegment | null> {
  const start = decodeHead(file)
  if (!start) return null
  const parts = new Map<number, SegmentPart>()
  for (const { id, name, columns } of start.head.tables) {
    parts.set(id, { table: name, columns, rows: 0, payloads: [], payloadRows: [] })
  }
  let at = start.end
  let rows = 0
  let stepEnds = at + STEP_BYTES
  while (at + FRAME_BYTES <= file.length) {
    const head = file.subarray(at, at + FRAME_BYTES)
    const end = at + FRAME_BYTES + head.readUInt32LE(0)
    const part = parts.get(head.readUInt8(8))
    if (end > file.length || !part) break
    const payload = file.subarray(at + FRAME_BYTES, end)
    if (frameCrc(head, payload) !== head.readUInt32LE(4)) break
    part.payloads.push(payload)
    part.payloadRows.push(head.readUInt32LE(9))
    part.rows += head.readUInt32LE(9)
    rows += head.readUInt32LE(9)
    at = end
    if (at < stepEnds) continue
    stepEnds = at + STEP_BYTES
    yield
  }
  const filled = [...parts.values()].filter((part) => part.rows > 0)
  return { head: start.head, parts: filled, rows, validBytes: at }
}
