import { z } from 'zod'
import type { Cursor } from './cursor.ts'
import { TOKENS } from './matching-traces.ts'
import { IN_SPAN_RANGE, spanRangeParams, type Scope, traceIdIn } from './scope.ts'
import { WIDE_SETTINGS } from './starting-traces.ts'
import { traceUsage } from './trace-usage.ts'
import { UsageRow } from './usage.ts'

/** Totals over the traces of one session or user. */
export const GroupRow = UsageRow.extend({
  id: z.string(),
  firstNs: z.string(),
  lastNs: z.string(),
  traces: z.number(),
  sessions: z.number(),
  errors: z.number(),
  /** The earliest trace, lower-case hex. */
  firstTrace: z.string(),
  value: z.string().nullable(),
})
export type GroupRow = z.infer<typeof GroupRow>

export type GroupSort = 'last' | 'traces' | 'tokens' | 'cost' | 'errors'

const VALUES: Record<GroupSort, string> = {
  last: 'toUnixTimestamp64Nano(max(last))',
  traces: 'toInt64(count())',
  tokens: `toInt64(${TOKENS})`,
  cost: 'costPico',
  errors: 'toInt64(errors)',
}

export interface GroupQuery {
  by: 'session_id' | 'user_id'
  /** A relation (trace_id, first, last) of the traces in question, and its parameters. */
  traces: { sql: string; params: Record<string, unknown> }
  /** All that are in question, lower-case hex, where they are few enough to be named. */
  among?: readonly string[]
  /** Nanoseconds since 1970 of the first and the last span start of these traces. */
  loNs: bigint
  hiNs: bigint
  /** Conditions on `id`, with parameters. */
  conditions: readonly string[]
  params: Record<string, unknown>
  sort: GroupSort
  order: 'asc' | 'desc'
  after: Cursor | null
  limit: number
}

/**
 * What do the traces of each session, or user, add up to? A trace belongs to every id that one of its spans
 * names, and counts there once. Groups without the number that is sorted by come last.
 */
export async function groupTotals(scope: Scope, query: GroupQuery): Promise<GroupRow[]> {
  const usage = await traceUsage(scope, query, query.among)
  return scope.ch.query({
    name: `group-totals-${query.by}`,
    sql: sqlOf(query, usage.sql),
    params: {
      ...query.params,
      ...query.traces.params,
      ...usage.params,
      ...spanRangeParams(scope.projectId, query.loNs, query.hiNs),
      ...(query.among && { among: query.among }),
      ...pageParams(query),
    },
    rows: GroupRow,
    settings: WIDE_SETTINGS,
    ...(scope.signal && { signal: scope.signal }),
  })
}

function sqlOf(query: GroupQuery, usageSql: string): string {
  return `
SELECT id, toString(toUnixTimestamp64Nano(min(first))) AS firstNs,
  toString(toUnixTimestamp64Nano(max(last))) AS lastNs, count() AS traces,
  uniqExactArray(trace_sessions) AS sessions, sum(trace_errors) AS errors,
  lower(hex(argMin(trace_id, (first, trace_id)))) AS firstTrace,
  sum(trace_input) AS input, sum(trace_output) AS output, sum(trace_cache) AS cache,
  sum(trace_cost) AS costPico, sum(trace_unpriced) AS unpriced,
  toNullable(${VALUES[query.sort]}) AS rank, toString(rank) AS value
FROM ${membersSql(query)}
LEFT JOIN (
  SELECT trace_id, countIf(is_error = 1) AS trace_errors,
    ${query.by === 'user_id' ? `groupUniqArrayIf(session_id, session_id != '')` : `emptyArrayString()`} AS trace_sessions
  FROM spans FINAL
  WHERE ${IN_SPAN_RANGE} AND (is_error = 1${query.by === 'user_id' ? ` OR session_id != ''` : ''})${amongSql(query)}
  GROUP BY trace_id
) AS failed USING (trace_id)
LEFT JOIN (
  SELECT trace_id, input AS trace_input, output AS trace_output, cache AS trace_cache, cost_pico AS trace_cost,
    unpriced AS trace_unpriced
  FROM ${usageSql}
) AS used USING (trace_id)
GROUP BY id
${pageSql(query)}`
}

/** A relation (id, trace_id, first, last): which traces belong to which group. */
export const membersSql = (query: GroupQuery): string => `(
  SELECT ${query.by} AS id, trace_id FROM spans FINAL
  WHERE ${IN_SPAN_RANGE} AND ${[`${query.by} != ''`, ...query.conditions].join(' AND ')}${amongSql(query)}
  GROUP BY id, trace_id
) AS member
INNER JOIN (${query.traces.sql}) AS trace USING (trace_id)`

const amongSql = ({ among }: GroupQuery) =>
  among === undefined ? '' : ` AND ${traceIdIn('among', among.length)}`

/** One page of groups by `rank`: the end of a query that groups by `id`. */
export function pageSql(query: GroupQuery): string {
  const order = query.order.toUpperCase()
  const having = afterSql(query)
  return `${having === '' ? '' : `HAVING ${having}`}
ORDER BY isNull(rank), rank ${order}, id ${order}
LIMIT {limit:UInt32}`
}

/** Parameters of `pageSql`. */
export const pageParams = ({ after, limit }: GroupQuery): Record<string, unknown> => ({
  limit,
  ...(after && { afterId: after.id }),
  ...(after?.value != null && { afterValue: after.value }),
})

function afterSql({ after, order }: GroupQuery): string {
  const past = order === 'desc' ? '<' : '>'
  if (after === null) return ''
  if (after.value === null) return `rank IS NULL AND id ${past} {afterId:String}`
  return `(rank IS NULL OR rank ${past} {afterValue:Int64} OR (rank = {afterValue:Int64} AND id ${past} {afterId:String}))`
}
