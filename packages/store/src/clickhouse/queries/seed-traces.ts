import type { TraceFilter } from '@assay/contract/api/trace-filter'
import { z } from 'zod'
import type { Scope } from './scope.ts'
import { scoredTraces } from './scored-traces.ts'
import type { TracePredicates } from './trace-predicates.ts'

/** So many traces are named one by one; of more, windows of time find a page sooner. */
const MAX_SEEDS = 1000

/**
 * Do few traces match what is rare by nature: words, a session, a user, some scores? Answers all of them in lower-case hex, or
 * null where they are many or nothing of the kind is asked. Indexes find them without a look at the rest.
 *
 * @param args.fromNs Nanoseconds since 1970; a trace that starts later has no earlier span. Its matching span may
 *   lie beyond the end of the range.
 */
export async function seedTraces(
  scope: Scope,
  args: { filter: TraceFilter; predicates: TracePredicates; fromNs: bigint },
): Promise<string[] | null> {
  const { filter, predicates } = args
  const table = predicates.words === null ? 'spans' : 'span_content'
  const condition =
    predicates.words ??
    (filter.session !== undefined
      ? 'session_id IN ({f_session:Array(String)})'
      : filter.user !== undefined
        ? 'user_id IN ({f_user:Array(String)})'
        : null)
  const spans = `project_id = {projectId:String} AND start_time >= fromUnixTimestamp64Nano({fromNs:Int64}, 'UTC')`
  const relation =
    condition !== null
      ? `SELECT trace_id FROM ${table} WHERE ${spans} AND ${condition}`
      : predicates.score !== null
        ? scoredTraces(predicates.score, spans, 'fromNs')
        : null
  if (relation === null) return null
  const rows = await scope.ch.query({
    name: 'seed-traces',
    sql: `
SELECT DISTINCT lower(hex(trace_id)) AS traceId FROM (${relation})
LIMIT ${MAX_SEEDS + 1}`,
    params: { ...predicates.params, projectId: scope.projectId, fromNs: args.fromNs.toString() },
    rows: z.object({ traceId: z.string() }),
    ...(scope.signal && { signal: scope.signal }),
  })
  return rows.length > MAX_SEEDS ? null : rows.map((row) => row.traceId)
}
