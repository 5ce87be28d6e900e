import { SEGMENT_TABLES, type SegmentTable } from '@assay/contract/tables'
import type { SegmentPart } from '@assay/spool/scan-segment'
import { rowViews } from '@assay/store/clickhouse/row-views'
import { hexesOf } from './array-values.ts'

/** Rows of a segment as they lie in it, RowBinary with the columns of now: a thread reads them with `readHeld`. */
export interface HeldBlock {
  spans: Uint8Array
  span_content: Uint8Array
  message_bodies: Uint8Array
}

/** A span whose rows are held. */
export interface HeldSpan {
  /** Arrival number: the rows of another one say something else. */
  version: bigint
  /** Of its rows. */
  bytes: number
  startNs: bigint
  /** Hashes of the bodies that were left out of it, lower-case hex. */
  bodyHashes: readonly string[]
}

/** Which span, over all projects. */
export const heldKey = (projectId: string, traceId: string, spanId: string): string =>
  projectId + traceId + spanId

/** Rows of drawn traces that came lately, so that scoring asks the engine for no bodies while they are written. */
export interface HeldRows {
  /** Holds rows of a loaded segment; older ones go where there are too many. @param wanted Keys of spans. */
  hold(parts: readonly SegmentPart[], wanted: ReadonlySet<string>): void
  /** Forgets spans that were written anew since. */
  forget(keys: readonly string[]): void
  find(key: string): HeldSpan | null
  /** The rows of some held spans, copied, and the hashes of bodies that are not held. */
  take(keys: readonly string[]): { block: HeldBlock; missing: string[] }
}

interface Rows extends HeldSpan {
  span: Buffer
  content: Buffer
  bodies: ReadonlyMap<string, Buffer>
}

interface Segment {
  rows: ReadonlyMap<string, Rows>
  bytes: number
}

/** Some seconds of what a scorer can do; what is not held is read from the engine. */
const MOST_BYTES = 96 * 1024 ** 2

export function createHeldRows(mostBytes = MOST_BYTES): HeldRows {
  const held = new Map<string, Rows>()
  const segments: Segment[] = []
  let bytes = 0

  const drop = (segment: Segment) => {
    for (const [key, row] of segment.rows) if (held.get(key) === row) held.delete(key)
    bytes -= segment.bytes
  }
  return {
    hold(parts, wanted) {
      if (wanted.size === 0) return
      const rows = rowsOf(parts, wanted)
      const segment = { rows, bytes: 0 }
      for (const [key, row] of rows) {
        held.set(key, row)
        segment.bytes += row.bytes
      }
      segments.push(segment)
      bytes += segment.bytes
      while (bytes > mostBytes && segments.length > 0) drop(segments.shift()!)
    },
    forget(keys) {
      for (const key of keys) held.delete(key)
    },
    find: (key) => held.get(key) ?? null,
    take(keys) {
      const rows = keys.flatMap((key) => held.get(key) ?? [])
      const bodies = new Map(rows.flatMap((row) => [...row.bodies]))
      const missing = new Set(rows.flatMap((row) => row.bodyHashes.filter((hash) => !bodies.has(hash))))
      return {
        block: {
          spans: Buffer.concat(rows.map(({ span }) => span)),
          span_content: Buffer.concat(rows.map(({ content }) => content)),
          message_bodies: Buffer.concat([...bodies.values()]),
        },
        missing: [...missing],
      }
    },
  }
}

function rowsOf(parts: readonly SegmentPart[], wanted: ReadonlySet<string>): Map<string, Rows> {
  const spans = new Map<string, { row: Buffer; version: bigint; startNs: bigint }>()
  for (const row of viewsOf(parts, 'spans')) {
    const key = heldKey(row.text('project_id'), row.hex('trace_id'), row.hex('span_id'))
    if (!wanted.has(key)) continue
    const version = row.bytes('version').readBigUInt64LE()
    // Of a span that came twice in one segment the higher one stands.
    if ((spans.get(key)?.version ?? -1n) < version)
      spans.set(key, { row: row.row(), version, startNs: row.bytes('start_time').readBigInt64LE() })
  }
  const contents = new Map<string, { row: Buffer; hashes: string[] }>()
  const needed = new Set<string>()
  for (const row of viewsOf(parts, 'span_content')) {
    const key = heldKey(row.text('project_id'), row.hex('trace_id'), row.hex('span_id'))
    const span = spans.get(key)
    if (span === undefined || row.bytes('version').readBigUInt64LE() !== span.version) continue
    const hashes = hexesOf(row.bytes('body_hashes'), 16)
    for (const hash of hashes) needed.add(row.text('project_id') + hash)
    contents.set(key, { row: row.row(), hashes })
  }
  const bodies = new Map<string, Buffer>()
  for (const row of viewsOf(parts, 'message_bodies')) {
    const key = row.text('project_id') + row.hex('hash')
    // A copy, since the memory of the segment is used again.
    if (needed.has(key)) bodies.set(key, Buffer.from(row.row()))
  }
  const rows = new Map<string, Rows>()
  for (const [key, { row, hashes }] of contents) {
    const { row: span, version, startNs } = spans.get(key)!
    const projectId = key.slice(0, -48)
    const own = hashes.flatMap((hash) => {
      const body = bodies.get(projectId + hash)
      return body === undefined ? [] : [[hash, body] as const]
    })
    rows.set(key, {
      version,
      startNs,
      bodyHashes: hashes,
      bytes: span.length + row.length + own.reduce((sum, [, body]) => sum + body.length, 0),
      span: Buffer.from(span),
      content: Buffer.from(row),
      bodies: new Map(own),
    })
  }
  return rows
}

function* viewsOf(parts: readonly SegmentPart[], table: SegmentTable & keyof HeldBlock) {
  for (const part of parts) {
    // A segment of an older version has other columns: its rows are read from the engine.
    if (part.table === table && isOfNow(part)) yield* rowViews(part)
  }
}

const isOfNow = ({ table, columns }: SegmentPart) =>
  JSON.stringify(columns) === JSON.stringify(SEGMENT_TABLES[table as SegmentTable].columns)
