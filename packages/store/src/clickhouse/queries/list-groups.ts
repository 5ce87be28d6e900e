import type { RangeQuery } from '@assay/contract/api/session'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { type GroupQuery, type GroupRow, groupTotals } from './group-totals.ts'
import { groupsOfPage } from './groups-of-page.ts'
import { IN_SPAN_RANGE, type Scope } from './scope.ts'
import { spansEnd, startingTraces } from './starting-traces.ts'
import { type TimeRange, timeRange } from './time-range.ts'

/** One page of sessions or users with traces that start in a range. */
export async function listGroups(
  scope: Scope,
  by: 'session_id' | 'user_id',
  args: { query: RangeQuery; nowMs: number },
): Promise<{ rows: GroupRow[]; nextCursor: string | null }> {
  const { query } = args
  const kind = `${by}.${query.sort}.${query.order}`
  const after = decodeCursor(kind, query.cursor)
  const range = timeRange(query, args.nowMs)
  const traces = startingTraces(scope.projectId, range, null)
  const hiNs = await spansEnd(scope, traces, range, args.nowMs)
  if (hiNs === null) return { rows: [], nextCursor: null }
  const conditions: string[] = []
  if (query.q !== undefined) conditions.push(`positionCaseInsensitiveUTF8(${by}, {q:String}) > 0`)
  if (query.user !== undefined) conditions.push(by === 'user_id' ? 'user_id = {user:String}' : OF_USER)
  const whole: GroupQuery = {
    by,
    traces,
    loNs: range.from,
    hiNs,
    conditions,
    params: {
      ...(query.q !== undefined && { q: query.q }),
      ...(query.user !== undefined && { user: query.user }),
    },
    sort: query.sort,
    order: query.order,
    after,
    limit: query.limit + 1,
  }
  const few = await groupsOfPage(scope, whole)
  const rows = await groupTotals(scope, few === null ? whole : onlyOf(whole, few, scope.projectId, range))
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const hasMore = rows.length > query.limit && last !== undefined
  return { rows: page, nextCursor: hasMore ? encodeCursor(kind, { value: last.value, id: last.id }) : null }
}

/** The same question about the groups of a page, and their traces. */
const onlyOf = (
  whole: GroupQuery,
  { ids, traceIds }: { ids: string[]; traceIds: string[] },
  projectId: string,
  range: TimeRange,
): GroupQuery => ({
  ...whole,
  traces: startingTraces(projectId, range, traceIds),
  among: traceIds,
  conditions: [`${whole.by} IN ({ids:Array(String)})`],
  params: { ids },
  after: null,
})

// The session and the user may stand on different spans of a trace.
const OF_USER = `session_id IN (
  SELECT session_id FROM spans WHERE ${IN_SPAN_RANGE} AND session_id != '' AND trace_id IN (
    SELECT trace_id FROM spans WHERE ${IN_SPAN_RANGE} AND user_id = {user:String}
  )
)`
