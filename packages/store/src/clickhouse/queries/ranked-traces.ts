import type { TraceFilter, TraceSort } from '@assay/contract/api/trace-filter'
import { z } from 'zod'
import type { Cursor } from './cursor.ts'
import { filtersUsage, matchingTraces, TOKENS } from './matching-traces.ts'
import { IN_SPAN_RANGE, type Scope, spanRangeParams } from './scope.ts'
import type { Place, StartQuery } from './start-windows.ts'
import { SORTABLE_VALUE } from './list-scores.ts'
import { scoredTraces } from './scored-traces.ts'
import { spansEnd, startingTraces, WIDE_SETTINGS } from './starting-traces.ts'
import type { TracePredicates } from './trace-predicates.ts'
import { traceUsage } from './trace-usage.ts'

// The text has a name of its own: an alias that shadows the number would be what ORDER BY sorts.
const Row = z.object({
  traceId: z.string(),
  valueText: z.string().nullable(),
  firstNs: z.string(),
  lastNs: z.string(),
})

export interface RankQuery extends StartQuery {
  filter: TraceFilter
  predicates: TracePredicates
  sort: Exclude<TraceSort, 'start'>
  /** Unix time in milliseconds. */
  nowMs: number
}

const PER_TRACE = {
  duration: `max(toUnixTimestamp64Nano(start_time) + toInt64(duration_ns)) - min(toUnixTimestamp64Nano(start_time))`,
  errors: `toInt64(countIf(is_error = 1))`,
}

/**
 * Which traces of the range match, by a number of theirs? Yields ids in order, in chunks; traces without the
 * number come last in both orders. Reads the narrow columns of the whole range: a rank needs all.
 */
export async function* tracesByValue(scope: Scope, query: RankQuery): AsyncGenerator<Place[]> {
  const traces = startingTraces(scope.projectId, query.range, query.among)
  const hiNs = await spansEnd(scope, traces, query.range, query.nowMs)
  if (hiNs === null) return
  const span = { loNs: query.range.from, hiNs }
  const isUsageSort = query.sort === 'tokens' || query.sort === 'cost'
  const usage = isUsageSort || filtersUsage(query.filter) ? await traceUsage(scope, span) : null
  const matching = matchingTraces(query.filter, query.predicates, usage?.sql ?? '')
  const values = valuesSql(query, usage?.sql ?? '')
  let after = query.after
  for (;;) {
    const rows = await scope.ch.query({
      name: 'list-traces-by-value',
      sql: chunkSql(query.order, traces.sql, values, after, matching.conditions),
      params: {
        ...traces.params,
        ...matching.params,
        ...usage?.params,
        ...spanRangeParams(scope.projectId, span.loNs, span.hiNs),
        limit: query.chunk,
        ...(after && { afterId: after.id }),
        ...(after?.value != null && { afterValue: after.value }),
      },
      rows: Row,
      settings: WIDE_SETTINGS,
      ...(scope.signal && { signal: scope.signal }),
    })
    const chunk = rows.map((row) => ({
      value: row.valueText,
      id: row.traceId,
      loNs: BigInt(row.firstNs),
      hiNs: BigInt(row.lastNs),
    }))
    if (chunk.length > 0) yield chunk
    if (chunk.length < query.chunk) return
    after = chunk.at(-1) ?? null
  }
}

/** A relation (trace_id, value Nullable(Int64)). */
function valuesSql({ sort, order, predicates }: RankQuery, usageSql: string): string {
  if (sort === 'score') {
    const scores = scoredTraces(predicates.score ?? '0', IN_SPAN_RANGE, 'loNs')
    return `SELECT trace_id, toNullable(${order === 'asc' ? 'min' : 'max'}(${SORTABLE_VALUE})) AS value
    FROM (${scores}) AS scored WHERE isFinite(scored.value) GROUP BY trace_id`
  }
  if (sort === 'cost') return `SELECT trace_id, toNullable(cost_pico) AS value FROM ${usageSql}`
  if (sort === 'tokens') return `SELECT trace_id, toInt64(${TOKENS}) AS value FROM ${usageSql}`
  return `SELECT trace_id, toNullable(${PER_TRACE[sort]}) AS value
    FROM spans FINAL WHERE ${IN_SPAN_RANGE} GROUP BY trace_id`
}

function chunkSql(
  order: 'asc' | 'desc',
  traces: string,
  values: string,
  after: Cursor | null,
  conditions: readonly string[],
): string {
  const past = order === 'desc' ? '<' : '>'
  const idPast = `trace_id ${past} toFixedString(unhex({afterId:String}), 16)`
  const afterSql =
    after === null
      ? []
      : after.value === null
        ? [`value IS NULL AND ${idPast}`]
        : [
            `(value IS NULL OR value ${past} {afterValue:Int64} OR (value = {afterValue:Int64} AND ${idPast}))`,
          ]
  const where = [...conditions, ...afterSql]
  return `
SELECT lower(hex(trace_id)) AS traceId, toString(value) AS valueText,
  toString(toUnixTimestamp64Nano(first)) AS firstNs, toString(toUnixTimestamp64Nano(last)) AS lastNs
FROM (
  SELECT trace_id, value, first, last FROM (${traces}) AS starting
  LEFT JOIN (${values}) AS valued USING (trace_id)
)
${where.length > 0 ? `WHERE ${where.join('\n  AND ')}` : ''}
ORDER BY isNull(value), value ${order.toUpperCase()}, trace_id ${order.toUpperCase()}
LIMIT {limit:UInt32}`
}
