import { z } from 'zod'
import { type Scope, traceIdIn } from './scope.ts'

/** Starts of the first and the last span of a trace, in nanoseconds since 1970. */
export interface TraceStarts {
  firstNs: bigint
  lastNs: bigint
}

const SQL = `
SELECT lower(hex(trace_id)) AS traceId, toString(toUnixTimestamp64Nano(min(first_start))) AS firstNs,
  toString(toUnixTimestamp64Nano(max(last_start))) AS lastNs
FROM trace_index
WHERE project_id = {projectId:String} AND ${traceIdIn('ids')}
GROUP BY trace_id`

/** When did the first and the last span of each of these traces start? By id; those that are not stored are left out. */
export async function traceStarts(
  scope: Scope,
  traceIds: readonly string[],
): Promise<Map<string, TraceStarts>> {
  if (traceIds.length === 0) return new Map()
  const rows = await scope.ch.query({
    name: 'trace-starts',
    sql: SQL,
    params: { projectId: scope.projectId, ids: traceIds },
    rows: z.object({ traceId: z.string(), firstNs: z.string(), lastNs: z.string() }),
    ...(scope.signal && { signal: scope.signal }),
  })
  return new Map(
    rows.map((row) => [row.traceId, { firstNs: BigInt(row.firstNs), lastNs: BigInt(row.lastNs) }]),
  )
}
