import { z } from 'zod'
import type { Scope } from './scope.ts'

const SQL = `
SELECT lower(hex(trace_id)) AS traceId, min(first_start) AS first,
  toString(toUnixTimestamp64Nano(min(first) OVER ())) AS sessionNs
FROM trace_index
WHERE project_id = {projectId:String} AND trace_id IN (
  SELECT trace_id FROM spans WHERE project_id = {projectId:String} AND session_id = {sessionId:String}
)
GROUP BY trace_id
ORDER BY first DESC, trace_id DESC
LIMIT {limit:UInt32}`

/**
 * Which are the last traces of a session, earliest first, and when did the session start (nanoseconds since 1970)? null for one that is
 * not stored.
 */
export async function sessionTraceIds(
  scope: Scope,
  { sessionId, limit }: { sessionId: string; limit: number },
): Promise<{ traceIds: string[]; startNs: bigint } | null> {
  const rows = await scope.ch.query({
    name: 'session-trace-ids',
    sql: SQL,
    params: { projectId: scope.projectId, sessionId, limit },
    rows: z.object({ traceId: z.string(), sessionNs: z.string() }),
    ...(scope.signal && { signal: scope.signal }),
  })
  const [first] = rows
  if (first === undefined) return null
  return { traceIds: rows.map((row) => row.traceId).toReversed(), startNs: BigInt(first.sessionNs) }
}
