import { z } from 'zod'
import { type Scope, traceIdIn } from './scope.ts'

const NO_TRACE = `toFixedString('', 16)`

const SQL = `
SELECT lower(hex(score_id)) AS id, toString(toUnixTimestamp64Nano(argMax(time, version))) AS atNs
FROM scores
WHERE project_id = {projectId:String}
  AND (${traceIdIn('traceIds')} OR (trace_id = ${NO_TRACE} AND session_id IN ({sessionIds:Array(String)})))
  AND score_id IN (SELECT arrayJoin(arrayMap(x -> toFixedString(unhex(x), 16), {ids:Array(String)})))
GROUP BY score_id`

/**
 * Which of these scores are stored, and with which time, in nanoseconds since 1970? One that comes again keeps its
 * time, and so replaces the first. By id in lower-case hex.
 *
 * @param args.traceIds,sessionIds Where to look: what the scores are about.
 */
export async function storedScoreTimes(
  scope: Scope,
  args: { ids: readonly string[]; traceIds: readonly string[]; sessionIds: readonly string[] },
): Promise<Map<string, bigint>> {
  const rows = await scope.ch.query({
    name: 'stored-score-times',
    sql: SQL,
    params: { projectId: scope.projectId, ...args },
    rows: z.object({ id: z.string(), atNs: z.string() }),
    ...(scope.signal && { signal: scope.signal }),
  })
  return new Map(rows.map((row) => [row.id, BigInt(row.atNs)]))
}
