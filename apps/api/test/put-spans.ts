import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AnyValue } from '@assay/contract/any-value'
import type { RawSpan } from '@assay/contract/raw-span'
import { SEGMENT_TABLES } from '@assay/contract/tables'
import { BodyRows } from '@assay/normalise/bodies/body-rows'
import { normaliseSpan } from '@assay/normalise/normalise-span'
import { encodeSpan } from '@assay/normalise/rows/encode-span'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import { SplitBodies } from '@assay/normalise/rows/split-bodies'
import type { ClickHouse } from '@assay/store/clickhouse/open'

export interface TestSpan {
  trace: string
  span: string
  parent?: string
  name?: string
  /** Unix milliseconds. */
  startMs: number
  attributes?: Record<string, AnyValue>
  isError?: boolean
  /** Attributes of the resource; by default of the service `shop`. */
  resource?: Record<string, AnyValue>
}

const idOf = (text: string, bytes: number) =>
  new Uint8Array(createHash('sha256').update(text).digest().subarray(0, bytes))
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
export const traceHex = (name: string): string => hex(idOf(name, 16))
export const spanHex = (name: string): string => hex(idOf(name, 8))

let version = 0n

/** Stores spans as a sender's spans are stored, in a project; later calls have higher versions. */
export async function putSpans(
  ch: ClickHouse,
  directory: string,
  projectId: string,
  spans: TestSpan[],
): Promise<void> {
  const out = { message_bodies: new RowWriter(), span_content: new RowWriter(), spans: new RowWriter() }
  const bodies = new BodyRows(out.message_bodies, null, projectId)
  const writers = { spans: out.spans, content: out.span_content, bodies: new SplitBodies(bodies) }
  for (const span of spans) {
    const raw = toRaw(span)
    encodeSpan(writers, raw, normaliseSpan(raw), { projectId, version: ++version })
  }
  const counts = { message_bodies: bodies.takeCount(), span_content: spans.length, spans: spans.length }
  for (const table of ['message_bodies', 'span_content', 'spans'] as const) {
    if (counts[table] === 0) continue
    const token = `${table}-${version}`
    const path = join(directory, token)
    await writeFile(path, out[table].take())
    await ch.insertFile({ table, columns: SEGMENT_TABLES[table].columns, path, rows: counts[table], token })
  }
}

function toRaw(span: TestSpan): RawSpan {
  const start = BigInt(span.startMs) * 1_000_000n
  return {
    traceId: idOf(span.trace, 16),
    spanId: idOf(span.span, 8),
    parentSpanId: span.parent === undefined ? new Uint8Array(8) : idOf(span.parent, 8),
    traceState: '',
    flags: 0,
    name: span.name ?? span.span,
    otelKind: 1,
    startTimeUnixNano: start,
    endTimeUnixNano: start + 1_000_000n,
    attributes: new Map(Object.entries(span.attributes ?? {})),
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    statusCode: span.isError ? 2 : 0,
    statusMessage: span.isError ? 'it broke' : '',
    resource: {
      attributes: new Map(Object.entries(span.resource ?? { 'service.name': 'shop' })),
      schemaUrl: '',
    },
    scope: { name: 'test', version: '1', attributes: new Map(), schemaUrl: '' },
  }
}
