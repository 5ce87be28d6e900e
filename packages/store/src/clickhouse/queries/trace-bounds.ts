import { z } from 'zod'
import { type Scope, traceIdIn } from './scope.ts'

/** Starts of the first and the last span of some traces, in nanoseconds since 1970. */
export interface TraceBounds {
  loNs: bigint
  hiNs: bigint
}

const Row = z.object({ traces: z.number(), firstNs: z.string(), lastNs: z.string() })

const sqlOf = (count: number) => `
SELECT count() AS traces,
  toString(toUnixTimestamp64Nano(min(first_start))) AS firstNs,
  toString(toUnixTimestamp64Nano(max(last_start))) AS lastNs
FROM trace_index
WHERE project_id = {projectId:String}
  AND ${traceIdIn('ids', count)}`

/**
 * Between which instants do spans of these traces start? null when none of them is stored. Reads of `spans` take
 * the bounds so that they touch few partitions.
 */
export async function traceBounds(scope: Scope, traceIds: readonly string[]): Promise<TraceBounds | null> {
  if (traceIds.length === 0) return null
  const [row] = await scope.ch.query({
    name: 'trace-bounds',
    sql: sqlOf(traceIds.length),
    params: { projectId: scope.projectId, ids: traceIds },
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
  return row && row.traces > 0 ? { loNs: BigInt(row.firstNs), hiNs: BigInt(row.lastNs) } : null
}
