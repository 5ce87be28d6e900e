import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { AnyValue } from '@assay/contract/any-value'
import type { RawSpan } from '@assay/contract/raw-span'
import { SPAN_CONTENT_COLUMNS, SPANS_COLUMNS } from '@assay/contract/tables'
import { normaliseSpan } from '@assay/normalise/normalise-span'
import { encodeSpan } from '@assay/normalise/rows/encode-span'
import { RowWriter } from '@assay/normalise/rows/row-writer'
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
  const narrow = new RowWriter()
  const content = new RowWriter()
  for (const span of spans) {
    const raw = toRaw(span)
    encodeSpan(narrow, content, raw, normaliseSpan(raw), { projectId, version: ++version })
  }
  const insert = async (
    table: string,
    columns: typeof SPANS_COLUMNS | typeof SPAN_CONTENT_COLUMNS,
    rows: Buffer,
  ) => {
    const path = join(directory, `${table}-${version}`)
    await writeFile(path, rows)
    await ch.insertFile({ table, columns, path, rows: spans.length, token: `${table}-${version}` })
  }
  await insert('span_content', SPAN_CONTENT_COLUMNS, content.take())
  await insert('spans', SPANS_COLUMNS, narrow.take())
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
    resource: { attributes: new Map([['service.name', 'shop']]), schemaUrl: '' },
    scope: { name: 'test', version: '1', attributes: new Map(), schemaUrl: '' },
  }
}
