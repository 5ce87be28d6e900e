import { z } from 'zod'
import { type Scope, traceIdIn } from './scope.ts'

/** A log record of one span, in the form that `joinLogs` of packages/normalise takes. */
export interface MessageLog {
  name: string
  /** Unix time in nanoseconds. */
  timeUnixNano: bigint
  body: string
  attributes: string
  /** Arrival number. */
  version: bigint
}

/** Records of one span that are read; a span with more has its first ones. */
const MAX_PER_SPAN = 1000

const Row = z.object({
  traceId: z.string(),
  spanId: z.string(),
  name: z.string(),
  time: z.string(),
  body: z.string(),
  attributes: z.string(),
  version: z.string(),
})

const SQL = `
SELECT lower(hex(trace_id)) AS traceId, lower(hex(span_id)) AS spanId, name,
  toString(toUnixTimestamp64Nano(time)) AS time, body, attributes, toString(version) AS version
FROM (
  SELECT *, time AS time_at FROM logs
  WHERE project_id = {projectId:String} AND ${traceIdIn('traceIds')}
    AND span_id IN (SELECT arrayJoin(arrayMap(x -> toFixedString(unhex(x), 8), {spanIds:Array(String)})))
    AND name IN {names:Array(String)}
  ORDER BY version DESC LIMIT 1 BY trace_id, span_id, log_id
)
ORDER BY trace_id, span_id, time_at, version, log_id
LIMIT ${MAX_PER_SPAN} BY trace_id, span_id`

/** The key of a span in what `messageLogs` answers. */
export const spanKey = (traceId: string, spanId: string): string => traceId + spanId

/**
 * Which logs of these names belong to these spans? By `spanKey`, earliest first, those of one instant as they arrived, each resent
 * record once.
 *
 * @param args.spanIds Lower-case hex; of any of the traces.
 */
export async function messageLogs(
  scope: Scope,
  args: { traceIds: readonly string[]; spanIds: readonly string[]; names: readonly string[] },
): Promise<Map<string, MessageLog[]>> {
  const found = new Map<string, MessageLog[]>()
  if (args.spanIds.length === 0 || args.names.length === 0) return found
  const rows = await scope.ch.query({
    name: 'message-logs',
    sql: SQL,
    params: { projectId: scope.projectId, ...args },
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
  for (const row of rows) {
    const key = spanKey(row.traceId, row.spanId)
    const log = {
      name: row.name,
      timeUnixNano: BigInt(row.time),
      body: row.body,
      attributes: row.attributes,
      version: BigInt(row.version),
    }
    const known = found.get(key)
    if (known === undefined) found.set(key, [log])
    else known.push(log)
  }
  return found
}
