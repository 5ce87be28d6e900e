import { z } from 'zod'
import { IN_SPAN_RANGE, spanRangeParams, type Scope, traceIdIn } from './scope.ts'
import { type TraceBounds, traceBounds } from './trace-bounds.ts'
import type { TracePredicates } from './trace-predicates.ts'

/**
 * In which of these traces does the newest version of a span's text hold the words? The index finds the spans of
 * which any version does; only those are read whole.
 */
export async function tracesWithWords(
  scope: Scope,
  traceIds: readonly string[],
  predicates: TracePredicates,
  known?: TraceBounds,
): Promise<Set<string>> {
  if (predicates.words === null) return new Set(traceIds)
  const bounds = known ?? (await traceBounds(scope, traceIds))
  if (bounds === null) return new Set()
  const among = traceIdIn('ids')
  const rows = await scope.ch.query({
    name: 'traces-with-words',
    sql: `
SELECT DISTINCT lower(hex(trace_id)) AS traceId FROM (
  SELECT trace_id, argMax(${predicates.words}, version) AS has_words FROM span_content
  WHERE ${IN_SPAN_RANGE} AND ${among} AND (trace_id, span_id) IN (
    SELECT trace_id, span_id FROM span_content WHERE ${IN_SPAN_RANGE} AND ${among} AND ${predicates.words}
  )
  GROUP BY trace_id, span_id
  HAVING has_words
)`,
    params: {
      ...predicates.params,
      ...spanRangeParams(scope.projectId, bounds.loNs, bounds.hiNs),
      ids: traceIds,
    },
    rows: z.object({ traceId: z.string() }),
    ...(scope.signal && { signal: scope.signal }),
  })
  return new Set(rows.map((row) => row.traceId))
}
