import { z } from 'zod'
import { type Scope } from './scope.ts'

/** A record as it is stored; body and attributes are JSON texts as packages/normalise writes them. */
export interface StoredLogRow {
  /** '' where the record belongs to no span. */
  spanId: string
  /** Unix time in nanoseconds. */
  timeUnixNano: bigint
  name: string
  severity: number
  severityText: string
  service: string
  body: string
  attributes: string
}

const Row = z.object({
  spanId: z.string(),
  at: z.string(),
  name: z.string(),
  severity: z.number(),
  severityText: z.string(),
  service: z.string(),
  body: z.string(),
  attributes: z.string(),
})

const OF_TRACE = `project_id = {projectId:String} AND trace_id = toFixedString(unhex({traceId:String}), 16)
    AND (empty({spanIds:Array(String)})
      OR span_id IN (SELECT arrayJoin(arrayMap(x -> toFixedString(unhex(x), 8), {spanIds:Array(String)}))))`

const SQL = `
SELECT if(span_id = toFixedString('', 8), '', lower(hex(span_id))) AS spanId,
  toString(toUnixTimestamp64Nano(time)) AS at, name, severity, severity_text AS severityText, service, body, attributes
FROM (
  SELECT * FROM logs WHERE ${OF_TRACE}
  ORDER BY version DESC LIMIT 1 BY span_id, time, log_id
)
ORDER BY time, version, log_id
LIMIT {limit:UInt32}`

const TOTAL_SQL = `SELECT uniqExact(span_id, time, log_id) AS total FROM logs WHERE ${OF_TRACE}`

/**
 * Which logs belong to a trace, or to some spans of it? Earliest first, each resent record once; none for a trace
 * that has none or is not stored.
 *
 * @param args.spanIds Lower-case hex, '' for the records of no span; none for all of the trace.
 */
export async function getTraceLogs(
  scope: Scope,
  args: { traceId: string; spanIds: readonly string[]; limit: number },
): Promise<{ logs: StoredLogRow[]; total: number }> {
  const signal = scope.signal && { signal: scope.signal }
  const params = { projectId: scope.projectId, traceId: args.traceId, spanIds: args.spanIds }
  const [rows, totals] = await Promise.all([
    scope.ch.query({
      name: 'get-trace-logs',
      sql: SQL,
      params: { ...params, limit: args.limit },
      rows: Row,
      ...signal,
    }),
    scope.ch.query({
      name: 'count-trace-logs',
      sql: TOTAL_SQL,
      params,
      rows: z.object({ total: z.number() }),
      ...signal,
    }),
  ])
  const logs = rows.map(({ at, ...row }) => ({ ...row, timeUnixNano: BigInt(at) }))
  return { logs, total: totals[0]?.total ?? 0 }
}
