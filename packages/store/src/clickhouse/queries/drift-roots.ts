import { z } from 'zod'
import { IN_TIME, IS_DRAWN, timeParams } from './drift-calls.ts'
import type { Scope } from './scope.ts'
import type { TimeRange } from './time-range.ts'

const Root = z.object({ traceId: z.string(), name: z.string(), route: z.string(), tenant: z.string() })
export type DriftRoot = z.infer<typeof Root>

/** A root begins at most so long before a call of its trace. */
const EARLIER_NS = 3_600_000_000_000n

/** What do the roots of the drawn traces say of route and tenant? By trace id; traces whose root is not stored are left out. */
export async function driftRoots(
  scope: Scope,
  args: { range: TimeRange; share: number; most: number; routeAttribute: string; tenantAttribute: string },
): Promise<Map<string, DriftRoot>> {
  const { range, share, most } = args
  const rows = await scope.ch.query({
    name: 'drift-roots',
    sql: `
SELECT lower(hex(trace_id)) AS traceId, toString(argMax(name, version)) AS name,
  argMax(attributes[{route:String}], version) AS route, argMax(attributes[{tenant:String}], version) AS tenant
FROM spans
WHERE ${IN_TIME} AND parent_span_id = toFixedString('', 8) AND ${IS_DRAWN}
GROUP BY trace_id
ORDER BY sipHash64(trace_id)
LIMIT {most:UInt32}`,
    params: {
      ...timeParams(scope, { from: range.from - EARLIER_NS, to: range.to }),
      share,
      most,
      route: args.routeAttribute,
      tenant: args.tenantAttribute,
    },
    rows: Root,
    ...(scope.signal && { signal: scope.signal }),
  })
  return new Map(rows.map((row) => [row.traceId, row]))
}
