import { z } from 'zod'
import type { Scope } from './scope.ts'

const Row = z.object({ traces: z.number(), firstNs: z.string(), lastNs: z.string() })

const SQL = `
SELECT uniqExact(trace_id) AS traces,
  toString(toUnixTimestamp64Nano(min(first_start))) AS firstNs,
  toString(toUnixTimestamp64Nano(max(last_start))) AS lastNs
FROM trace_index
WHERE project_id = {projectId:String}
  AND trace_id IN (SELECT arrayJoin(arrayMap(x -> toFixedString(unhex(x), 16), {ids:Array(String)})))`

/**
 * Between which instants do spans of these traces start? null when none of them is stored. Reads of `spans` take
 * the bounds so that they touch few partitions.
 */
export async function traceBounds(
  scope: Scope,
  traceIds: readonly string[],
): Promise<{ loNs: bigint; hiNs: bigint } | null> {
  if (traceIds.length === 0) return null
  const [row] = await scope.ch.query({
    name: 'trace-bounds',
    sql: SQL,
    params: { projectId: scope.projectId, ids: traceIds },
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
  return row && row.traces > 0 ? { loNs: BigInt(row.firstNs), hiNs: BigInt(row.lastNs) } : null
}
