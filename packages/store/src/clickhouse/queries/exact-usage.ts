import { z } from 'zod'
import { countOnce, type TreeSpan } from './count-once.ts'
import { IN_SPAN_RANGE, spanRangeParams, type Scope, traceIdIn } from './scope.ts'
import { addUsage, COST_PICO, IS_CALL, NO_USAGE, type UsageRow } from './usage.ts'

const count = z.number().nullable()
const Row = z.object({
  traceId: z.string(),
  spans: z.array(z.tuple([z.string(), z.string(), z.number(), z.number(), count, count, count, count])),
})

// Leaves that are no calls cannot stand between two calls, so they stay in the engine.
const SQL = `
SELECT lower(hex(trace_id)) AS traceId,
  groupArray((hex(span_id), hex(parent_span_id), is_call, is_server_side, input_tokens, output_tokens,
    cache_read_tokens, cost_pico)) AS spans
FROM (
  SELECT trace_id, span_id, parent_span_id, ${IS_CALL} AS is_call, is_server_side, input_tokens, output_tokens,
    cache_read_tokens, ${COST_PICO} AS cost_pico
  FROM spans
  WHERE ${IN_SPAN_RANGE} AND ${traceIdIn('ids')}
  ORDER BY version DESC
  LIMIT 1 BY trace_id, span_id
)
WHERE is_call OR (trace_id, span_id) IN (
  SELECT trace_id, parent_span_id FROM spans
  WHERE ${IN_SPAN_RANGE} AND ${traceIdIn('ids')}
)
GROUP BY trace_id`

/** Which usage do traces with calls inside calls have, each call counted once? Traces without calls are left out. */
export async function exactUsage(
  scope: Scope,
  args: { traceIds: readonly string[]; loNs: bigint; hiNs: bigint },
): Promise<Map<string, UsageRow>> {
  if (args.traceIds.length === 0) return new Map()
  const rows = await scope.ch.query({
    name: 'exact-usage',
    sql: SQL,
    params: { ...spanRangeParams(scope.projectId, args.loNs, args.hiNs), ids: args.traceIds },
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
  return new Map(rows.map((row) => [row.traceId, sumCounted(row.spans)]))
}

function sumCounted(spans: z.infer<typeof Row>['spans']): UsageRow {
  const tree = spans.map(([spanId, parentSpanId, isCall, isServerSide]): TreeSpan => ({
    spanId,
    parentSpanId,
    isCall: isCall === 1,
    isServerSide: isServerSide === 1,
  }))
  const counted = countOnce(tree)
  let sum = NO_USAGE
  for (const [spanId, , , , input, output, cache, costPico] of spans) {
    if (!counted.has(spanId)) continue
    const unpriced = costPico === null && (input !== null || output !== null) ? 1 : 0
    sum = addUsage(sum, { input, output, cache, costPico, unpriced })
  }
  return sum
}
