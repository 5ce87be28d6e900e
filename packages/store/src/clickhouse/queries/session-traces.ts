import { z } from 'zod'
import type { Scope } from './scope.ts'

/** The last traces of a session, earliest first, and when it started, in nanoseconds since 1970. */
export interface SessionTraceIds {
  traceIds: string[]
  startNs: bigint
}

const MEMBERS = `SELECT DISTINCT session_id AS sessionId, trace_id FROM spans
  WHERE project_id = {projectId:String} AND session_id IN ({sessionIds:Array(String)})`

const SQL = `
SELECT sessionId, lower(hex(trace_id)) AS traceId,
  toString(toUnixTimestamp64Nano(min(first) OVER (PARTITION BY sessionId))) AS sessionNs
FROM (${MEMBERS}) AS member
INNER JOIN (
  SELECT trace_id, min(first_start) AS first FROM trace_index
  WHERE project_id = {projectId:String} AND trace_id IN (SELECT trace_id FROM (${MEMBERS}))
  GROUP BY trace_id
) AS trace USING (trace_id)
ORDER BY sessionId, first DESC, trace_id DESC
LIMIT {limit:UInt32} BY sessionId`

/** Which are the last traces of these sessions? By session id; those that are not stored are left out. */
export async function sessionTraces(
  scope: Scope,
  { sessionIds, limit }: { sessionIds: readonly string[]; limit: number },
): Promise<Map<string, SessionTraceIds>> {
  if (sessionIds.length === 0) return new Map()
  const rows = await scope.ch.query({
    name: 'session-traces',
    sql: SQL,
    params: { projectId: scope.projectId, sessionIds, limit },
    rows: z.object({ sessionId: z.string(), traceId: z.string(), sessionNs: z.string() }),
    ...(scope.signal && { signal: scope.signal }),
  })
  return new Map(
    [...Map.groupBy(rows, (row) => row.sessionId)].map(([id, some]) => [
      id,
      { traceIds: some.map((row) => row.traceId).toReversed(), startNs: BigInt(some[0]!.sessionNs) },
    ]),
  )
}
