import { z } from 'zod'
import { exactUsage } from './exact-usage.ts'
import { IN_SPAN_RANGE, spanRangeParams, type Scope } from './scope.ts'
import { WIDE_SETTINGS } from './starting-traces.ts'
import { COST_PICO, IS_CALL } from './usage.ts'

/** Traces whose tree is walked here; of more, the rest counts only direct repetitions once. */
const MAX_NESTED = 5000

/** Nearly every span of these kinds is a call, and a trace too many does no harm. */
const MAY_BE_CALL = `kind IN ('llm', 'embedding')`

// A call two or more levels below a call, or clients and servers in one trace: SQL alone cannot tell who repeats.
// Span ids are compared without their trace: half the work, and one trace too many does no harm.
const NESTED_SQL = `
SELECT DISTINCT lower(hex(trace_id)) AS traceId FROM (
  SELECT trace_id FROM spans
  WHERE ${IN_SPAN_RANGE} AND parent_span_id IN (
    SELECT span_id FROM spans
    WHERE ${IN_SPAN_RANGE} AND NOT (${IS_CALL}) AND parent_span_id IN (
      SELECT span_id FROM spans WHERE ${IN_SPAN_RANGE} AND ${MAY_BE_CALL}
    )
  )
  UNION ALL
  SELECT trace_id FROM spans WHERE ${IN_SPAN_RANGE} AND ${IS_CALL} AND is_server_side = 1
)
LIMIT ${MAX_NESTED}`

const FLAT_SQL = `
SELECT trace_id,
  if(has_client, sumIf(input, is_mine), sumIf(input, is_leaf)) AS input,
  if(has_client, sumIf(output, is_mine), sumIf(output, is_leaf)) AS output,
  if(has_client, sumIf(cache, is_mine), sumIf(cache, is_leaf)) AS cache,
  if(has_client, sumIf(cost_pico, is_mine), sumIf(cost_pico, is_leaf)) AS cost_pico,
  toUInt64(if(has_client, countIf(is_mine AND is_unpriced), countIf(is_leaf AND is_unpriced))) AS unpriced,
  max(is_client) AS has_client
FROM (
  SELECT trace_id, edge.1 AS id,
    max(edge.2) AS is_self,
    maxIf(is_server_side = 0, edge.2 = 1) AS is_client,
    is_client AND maxIf(is_server_side = 0, edge.2 = 0) = 0 AS is_mine,
    min(edge.2) = 1 AS is_leaf,
    anyIf(input_tokens, edge.2 = 1) AS input,
    anyIf(output_tokens, edge.2 = 1) AS output,
    anyIf(cache_read_tokens, edge.2 = 1) AS cache,
    anyIf(pico, edge.2 = 1) AS cost_pico,
    cost_pico IS NULL AND (input IS NOT NULL OR output IS NOT NULL) AS is_unpriced
  FROM (
    SELECT trace_id, is_server_side, input_tokens, output_tokens, cache_read_tokens, ${COST_PICO} AS pico,
      arrayJoin(if(parent_span_id = span_id, [(span_id, 1)], [(span_id, 1), (parent_span_id, 0)])) AS edge
    FROM spans FINAL
    WHERE ${IN_SPAN_RANGE} AND ${IS_CALL}
      AND trace_id NOT IN (SELECT arrayJoin(arrayMap(x -> toFixedString(unhex(x), 16), {nestedIds:Array(String)})))
  )
  GROUP BY trace_id, id
  HAVING is_self = 1
)
GROUP BY trace_id`

const NESTED_ROWS_SQL = `
SELECT toFixedString(unhex(row.1), 16) AS trace_id, row.2 AS input, row.3 AS output, row.4 AS cache, row.5 AS cost_pico,
  row.6 AS unpriced
FROM (
  SELECT arrayJoin(arrayZip({nestedIds:Array(String)}, {nestedInput:Array(Nullable(UInt64))},
    {nestedOutput:Array(Nullable(UInt64))}, {nestedCache:Array(Nullable(UInt64))},
    {nestedCost:Array(Nullable(Int64))}, {nestedUnpriced:Array(UInt64)})) AS row
)`

/**
 * What do the traces use that have spans in a range? Answers a relation for FROM with its parameters: one row
 * (trace_id, input, output, cache, cost_pico, unpriced) for each trace with calls, each call counted once. Calls
 * inside calls are resolved here first, which most ranges hold few of.
 *
 * @param range Nanoseconds since 1970, both ends inclusive; all spans of the traces in question lie within.
 * @param among Where given, lower-case hex: only these traces, some thousands at most.
 */
export async function traceUsage(
  scope: Scope,
  range: { loNs: bigint; hiNs: bigint },
  among?: readonly string[],
): Promise<{ sql: string; params: Record<string, unknown> }> {
  const params = spanRangeParams(scope.projectId, range.loNs, range.hiNs)
  const traceIds = among ?? (await nestedTraces(scope, params))
  const exact = await exactUsage(scope, { traceIds, ...range })
  const rows = [...exact]
  return {
    sql: among
      ? `(${NESTED_ROWS_SQL})`
      : `(SELECT trace_id, input, output, cache, cost_pico, unpriced FROM (${FLAT_SQL}) UNION ALL ${NESTED_ROWS_SQL})`,
    params: {
      ...params,
      nestedIds: rows.map(([id]) => id),
      nestedInput: rows.map(([, row]) => row.input),
      nestedOutput: rows.map(([, row]) => row.output),
      nestedCache: rows.map(([, row]) => row.cache),
      nestedCost: rows.map(([, row]) => row.costPico),
      nestedUnpriced: rows.map(([, row]) => row.unpriced),
    },
  }
}

async function nestedTraces(scope: Scope, params: Record<string, unknown>): Promise<string[]> {
  const rows = await scope.ch.query({
    name: 'trace-usage-nested',
    sql: NESTED_SQL,
    params,
    rows: z.object({ traceId: z.string() }),
    settings: WIDE_SETTINGS,
    ...(scope.signal && { signal: scope.signal }),
  })
  return rows.map((row) => row.traceId)
}
