import type { TraceSummary } from '@assay/contract/api/trace'
import { z } from 'zod'
import { POINT_SETTINGS } from './score-conditions.ts'
import { IN_SPAN_RANGE, type Scope, spanRangeParams, traceIdIn } from './scope.ts'
import { scoredTraces } from './scored-traces.ts'
import type { TraceBounds } from './trace-bounds.ts'
import type { TracePredicates } from './trace-predicates.ts'

const MAX_LABELS = 10
const Row = z.object({
  traceId: z.string(),
  n: z.number(),
  min: z.number().nullable(),
  max: z.number().nullable(),
  labels: z.array(z.string()),
})

/**
 * What have these traces of the score that a filter asks for, as far as it meets the filter? By trace id.
 *
 * @param ids Lower-case hex; at most some hundreds.
 * @param bounds Between which instants their spans start.
 */
export async function traceScoreSummaries(
  scope: Scope,
  ids: readonly string[],
  predicates: TracePredicates,
  bounds: TraceBounds,
): Promise<Map<string, NonNullable<TraceSummary['score']>>> {
  if (predicates.score === null || ids.length === 0) return new Map()
  const among = traceIdIn('ids')
  const rows = await scope.ch.query({
    name: 'trace-score-summaries',
    sql: `
SELECT lower(hex(trace_id)) AS traceId, count() AS n, min(value) AS min, max(value) AS max,
  arraySort(groupUniqArrayIf(${MAX_LABELS})(label, label != '')) AS labels
FROM (${scoredTraces(predicates.score, `${IN_SPAN_RANGE} AND ${among}`, 'loNs')})
WHERE ${among}
GROUP BY trace_id`,
    params: { ...predicates.params, ...spanRangeParams(scope.projectId, bounds.loNs, bounds.hiNs), ids },
    rows: Row,
    settings: POINT_SETTINGS,
    ...(scope.signal && { signal: scope.signal }),
  })
  return new Map(rows.map(({ traceId, ...score }) => [traceId, score]))
}
