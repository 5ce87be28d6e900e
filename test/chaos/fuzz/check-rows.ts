import { putBackBodies } from '@assay/contract/put-back-bodies'
import { SEGMENT_TABLES, type SegmentTable } from '@assay/contract/tables'
import type { Frame } from '@assay/spool/spool'
import { readRows } from '../../../packages/normalise/test/read-row.ts'

type Row = Record<string, unknown>

/** What must hold of a row besides the types of its columns; a sentence where it does not. */
const FAULTS: Partial<Record<SegmentTable, (row: Row) => string | null>> = {
  spans: faultOfIds,
  span_content: (row) => faultOfIds(row) ?? faultOfJson(row, ['resource', 'scope']),
  logs: (row) => faultOfJson(row, ['attributes', 'body', 'resource', 'scope']),
  scores: (row) =>
    row['name'] === ''
      ? 'a score of nothing'
      : row['value'] === null && row['label'] === '' && row['error_type'] === ''
        ? 'a score that says nothing'
        : Number.isFinite(row['value'] ?? 0)
          ? null
          : `the value ${String(row['value'])}`,
  metric_points: (row) =>
    (row['name'] === '' ? 'no name' : faultOfBuckets(row)) ?? faultOfJson(row, ['scope', 'exemplars']),
}

function faultOfIds(row: Row): string | null {
  const ids = [row['trace_id'], row['span_id']].map(String)
  return ids.some((id) => /^0*$/.test(id)) ? 'no ids' : null
}

function faultOfJson(row: Row, columns: readonly string[]): string | null {
  for (const column of columns) {
    const text = String(row[column])
    if (text !== '') JSON.parse(text)
  }
  return null
}

/** A point without a recorded value is part of no answer, whatever else it holds. */
function faultOfBuckets({ type, flags, counts, bounds }: Row): string | null {
  if (type !== 'histogram' || (Number(flags) & 1) === 1) return null
  const [buckets, between] = [counts, bounds].map((list) => (list as unknown[]).length)
  return buckets === 0 || buckets === between! + 1 ? null : `${buckets} buckets for ${between} bounds`
}

/**
 * A check that reads each frame back by the types of its columns. Bodies that were left out of a row are looked for in
 * all frames so far.
 *
 * @returns rows by table.
 * @throws when a frame is not what it says, or a row holds what no question expects.
 */
export function createRowCheck(
  projectId: string,
): (frames: readonly Frame[]) => Partial<Record<SegmentTable, number>> {
  const bodies = new Map<string, string>()
  return (frames) => {
    const tables = frames.map(({ table, rows, payload }) => {
      const read = readRows(payload, SEGMENT_TABLES[table].columns)
      if (read.length !== rows)
        throw new Error(`a frame of ${table} tells ${rows} rows and holds ${read.length}`)
      return { table, read }
    })
    const counted: Partial<Record<SegmentTable, number>> = {}
    for (const { table, read } of tables) {
      counted[table] = (counted[table] ?? 0) + read.length
      for (const row of read) {
        if (row['project_id'] !== projectId) throw new Error(`a row of ${table} names another project`)
        const fault = FAULTS[table]?.(row) ?? null
        if (fault !== null) throw new Error(`a row of ${table} has ${fault}`)
        if (table === 'message_bodies') bodies.set(String(row['hash']), String(row['body']))
      }
    }
    for (const { table, read } of tables)
      if (table === 'span_content') read.forEach((row) => restore(row, bodies))
    return counted
  }
}

/** Puts the bodies back that were left out of a span. @throws when one was never written, or the texts are no JSON. */
function restore(row: Row, bodies: ReadonlyMap<string, string>): void {
  const bodyHashes = row['body_hashes'] as string[]
  for (const hash of bodyHashes) if (!bodies.has(hash)) throw new Error(`the body ${hash} was never written`)
  const split = {
    attributes: String(row['attributes']),
    events: String(row['events']),
    bodyOffsets: row['body_offsets'] as number[],
    bodyHashes,
  }
  for (const text of Object.values(putBackBodies(split, bodies))) if (text !== '') JSON.parse(text)
}
