import { SEGMENT_TABLES } from '@assay/contract/tables'
import type { BodyRecord } from '@assay/store/clickhouse/queries/stored-content'
import { rowViews } from '@assay/store/clickhouse/row-views'
import { hexesOf, numbersOf } from './array-values.ts'
import type { HeldBlock } from './held-rows.ts'

/** Held rows as the engine would have answered them, and their bodies by hash. */
export function readHeld(block: HeldBlock): { records: BodyRecord[]; bodies: Map<string, string> } {
  const contents = viewsOf(block, 'span_content')
  const records: BodyRecord[] = []
  for (const span of viewsOf(block, 'spans')) {
    const content = contents.next()
    if (content.done === true) break
    const row = content.value
    records.push({
      span: span.hex('span_id'),
      name: span.text('name'),
      start: String(span.bytes('start_time').readBigInt64LE()),
      traceHex: span.hex('trace_id'),
      parentHex: span.hex('parent_span_id'),
      otelKind: span.bytes('otel_kind').readUInt8(),
      statusCode: span.bytes('status_code').readUInt8(),
      durationNs: String(span.bytes('duration_ns').readBigUInt64LE()),
      flags: row.bytes('flags').readUInt32LE(),
      traceState: row.text('trace_state'),
      attributes: row.text('attributes'),
      events: row.text('events'),
      links: row.text('links'),
      resource: row.text('resource'),
      scope: row.text('scope'),
      longName: row.text('long_name'),
      statusMessage: row.text('status_message'),
      bodyOffsets: numbersOf(row.bytes('body_offsets')),
      bodyHashes: hexesOf(row.bytes('body_hashes'), 16),
      version: String(span.bytes('version').readBigUInt64LE()),
    })
  }
  const bodies = new Map<string, string>()
  for (const row of viewsOf(block, 'message_bodies')) bodies.set(row.hex('hash'), row.text('body'))
  return { records, bodies }
}

function viewsOf(block: HeldBlock, table: keyof HeldBlock) {
  const bytes = block[table]
  const payload = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const payloads = bytes.byteLength === 0 ? [] : [payload]
  return rowViews({ table, columns: SEGMENT_TABLES[table].columns, rows: 0, payloads, payloadRows: [] })
}
