import { arrivalMsOf } from '@assay/contract/arrival'
import type { SegmentPart } from '@assay/spool/scan-segment'

/** Rows that came together: of one request, so of one project. */
export interface Arrival {
  table: string
  projectId: string
  rows: number
  /** Unix milliseconds. */
  arrivedAtMs: number
}

/**
 * Whose rows a segment holds and since when, also of segments that an earlier process left. RowBinary begins with the
 * first column of the first row and ends with the last column of the last: the project and the arrival number.
 * Tables without these two columns there have no arrivals.
 */
export function arrivalsOf({ table, columns, payloads, payloadRows }: SegmentPart): Arrival[] {
  if (columns[0]?.[0] !== 'project_id' || columns.at(-1)?.join(' ') !== 'version UInt64') return []
  return payloads.map((payload, i) => ({
    table,
    projectId: firstString(payload),
    rows: payloadRows[i] ?? 0,
    arrivedAtMs: arrivalMsOf(payload.readBigUInt64LE(payload.length - 8)),
  }))
}

/** A string of RowBinary: its length as a LEB128 number, then its bytes. */
function firstString(payload: Buffer): string {
  let length = 0
  let at = 0
  for (let shift = 0; ; shift += 7) {
    const byte = payload[at++] ?? 0
    length += (byte & 0x7f) * 2 ** shift
    if (byte < 0x80) break
  }
  return payload.toString('utf8', at, at + length)
}
