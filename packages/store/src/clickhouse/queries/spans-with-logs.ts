import { z } from 'zod'
import { ContentRecord, CONTENT_SQL, storedBody, type StoredBody } from './stored-content.ts'
import { messageLogs, spanKey, type MessageLog } from './message-logs.ts'
import { restoreBodies } from './restore-bodies.ts'
import { type Scope, spanRangeParams, traceIdIn } from './scope.ts'
import { traceBounds } from './trace-bounds.ts'

/** A span of any trace. */
export interface SpanId {
  traceId: string
  spanId: string
}

/** A stored span with the logs from which part of it is derived. */
export interface SpanWithLogs {
  body: StoredBody
  /** Arrival number of the stored row. */
  version: bigint
  logs: MessageLog[]
}

const SQL = `
SELECT DISTINCT lower(hex(trace_id)) AS traceId, lower(hex(span_id)) AS spanId FROM logs
WHERE project_id = {projectId:String} AND ${traceIdIn('traceIds')} AND name IN {names:Array(String)}
  AND span_id != toFixedString('', 8)`

/** Which spans of these traces have logs of these names? They need not be stored. */
export async function spansWithLogs(
  scope: Scope,
  args: { traceIds: readonly string[]; names: readonly string[] },
): Promise<SpanId[]> {
  return scope.ch.query({
    name: 'spans-with-logs',
    sql: SQL,
    params: { projectId: scope.projectId, ...args },
    rows: z.object({ traceId: z.string(), spanId: z.string() }),
    ...(scope.signal && { signal: scope.signal }),
  })
}

/** The stored ones of these spans, with their bodies and their logs of these names; those without a log are left out. */
export async function readSpansWithLogs(
  scope: Scope,
  spans: readonly SpanId[],
  names: readonly string[],
): Promise<SpanWithLogs[]> {
  const traceIds = [...new Set(spans.map((span) => span.traceId))]
  const spanIds = [...new Set(spans.map((span) => span.spanId))]
  const bounds = await traceBounds(scope, traceIds)
  if (bounds === null) return []
  const [records, logs] = await Promise.all([
    scope.ch.query({
      name: 'read-spans-with-logs',
      sql: CONTENT_SQL,
      params: { ...spanRangeParams(scope.projectId, bounds.loNs, bounds.hiNs), traceIds, spanIds },
      rows: ContentRecord,
      ...(scope.signal && { signal: scope.signal }),
    }),
    messageLogs(scope, { traceIds, spanIds, names }),
  ])
  const wanted = new Set(spans.map((span) => spanKey(span.traceId, span.spanId)))
  const keyOf = (record: ContentRecord) => spanKey(record.traceHex, record.span)
  const due = records.filter((record) => wanted.has(keyOf(record)) && logs.has(keyOf(record)))
  return (await restoreBodies(scope, due)).map((record) => ({
    body: storedBody(record),
    version: BigInt(record.version),
    logs: logs.get(keyOf(record)) ?? [],
  }))
}
