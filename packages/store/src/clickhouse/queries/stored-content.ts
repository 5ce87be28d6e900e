import { z } from 'zod'
import { SPAN_RECORD_SQL, SpanRecord } from './span-record.ts'
import { IN_SPAN_RANGE, traceIdIn } from './scope.ts'

/** A body as it is stored, in the form that `decodeContent` of packages/normalise takes. */
export interface StoredBody {
  /** 16 bytes. */
  traceId: Uint8Array
  /** 8 bytes. */
  spanId: Uint8Array
  /** 8 bytes; all zero for a root. */
  parentSpanId: Uint8Array
  name: string
  otelKind: number
  statusCode: number
  statusMessage: string
  /** Unix time in nanoseconds. */
  startTimeUnixNano: bigint
  /** Unix time in nanoseconds. */
  endTimeUnixNano: bigint
  flags: number
  traceState: string
  attributes: string
  events: string
  links: string
  resource: string
  scope: string
}

const text = z.string()
/** What a stored body is put together from. */
export const BodyRecord = z.object({
  span: text,
  name: text,
  start: text,
  traceHex: text,
  parentHex: text,
  otelKind: z.number(),
  statusCode: z.number(),
  durationNs: text,
  flags: z.number(),
  traceState: text,
  attributes: text,
  events: text,
  links: text,
  resource: text,
  scope: text,
  longName: text,
  statusMessage: text,
  bodyOffsets: z.array(z.number()),
  bodyHashes: z.array(text),
  version: text,
})
export type BodyRecord = z.infer<typeof BodyRecord>

export const ContentRecord = SpanRecord.extend(BodyRecord.shape)
export type ContentRecord = z.infer<typeof ContentRecord>

const COLUMNS = `lower(hex(trace_id)) AS traceHex, lower(hex(parent_span_id)) AS parentHex,
  otel_kind AS otelKind, status_code AS statusCode, toString(duration_ns) AS durationNs,
  body.flags AS flags, body.trace_state AS traceState, body.attributes AS attributes, body.events AS events,
  body.links AS links, body.resource AS resource, body.scope AS scope, body.long_name AS longName,
  body.status_message AS statusMessage, body.body_offsets AS bodyOffsets,
  arrayMap(x -> lower(hex(x)), body.body_hashes) AS bodyHashes, toString(span.version) AS version`

const FROM = `
FROM (
  SELECT * EXCEPT (attributes) FROM spans
  WHERE ${IN_SPAN_RANGE} AND ${traceIdIn('traceIds')}
    AND span_id IN (SELECT arrayJoin(arrayMap(x -> toFixedString(unhex(x), 8), {spanIds:Array(String)})))
  ORDER BY version DESC LIMIT 1 BY trace_id, span_id
) AS span
LEFT JOIN (
  SELECT trace_id, span_id, flags, trace_state, attributes, events, links, resource, scope, long_name, status_message,
    body_offsets, body_hashes
  FROM span_content
  WHERE ${IN_SPAN_RANGE} AND ${traceIdIn('traceIds')}
    AND span_id IN (SELECT arrayJoin(arrayMap(x -> toFixedString(unhex(x), 8), {spanIds:Array(String)})))
  ORDER BY version DESC LIMIT 1 BY trace_id, span_id
) AS body USING (trace_id, span_id)`

/**
 * Reads spans of some traces with their bodies, for `restoreBodies`; a span whose body is not there yet comes with empty
 * texts.
 */
export const CONTENT_SQL = `
SELECT ${SPAN_RECORD_SQL}, ${COLUMNS}${FROM}`

/** The same without what only lists show. */
export const BODY_SQL = `
SELECT lower(hex(span_id)) AS span, name, toString(toUnixTimestamp64Nano(start_time)) AS start, ${COLUMNS}${FROM}`

/** A row of `BODY_SQL` or `CONTENT_SQL` as a stored body. */
export function storedBody(record: BodyRecord): StoredBody {
  const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
  const start = BigInt(record.start)
  return {
    traceId: bytes(record.traceHex),
    spanId: bytes(record.span),
    parentSpanId: bytes(record.parentHex),
    name: record.longName || record.name,
    otelKind: record.otelKind,
    statusCode: record.statusCode,
    statusMessage: record.statusMessage,
    startTimeUnixNano: start,
    endTimeUnixNano: start + BigInt(record.durationNs),
    flags: record.flags,
    traceState: record.traceState,
    attributes: record.attributes,
    events: record.events,
    links: record.links,
    resource: record.resource,
    scope: record.scope,
  }
}
