import { z } from 'zod'
import { type GroupQuery, type GroupSort, membersSql, pageParams, pageSql } from './group-totals.ts'
import { IN_SPAN_RANGE, spanRangeParams, type Scope } from './scope.ts'
import { WIDE_SETTINGS } from './starting-traces.ts'

/** So many traces are named one by one. */
const MOST_TRACES = 2000

/** What groups can be ranked by without the usage of their traces. */
const RANKS: Partial<Record<GroupSort, string>> = {
  last: 'toUnixTimestamp64Nano(max(last))',
  traces: 'toInt64(count())',
}

/**
 * Which groups stand on a page, and which traces have they? Ranks all by what is quickly read, so that sums are made of
 * their traces alone; null where the rank is a sum itself, or the page has too many traces.
 */
export async function groupsOfPage(
  scope: Scope,
  query: GroupQuery,
): Promise<{ ids: string[]; traceIds: string[] } | null> {
  const rank = RANKS[query.sort]
  if (rank === undefined) return null
  const ask = async (name: string, sql: string, params: Record<string, unknown>) => {
    const rows = await scope.ch.query({
      name,
      sql,
      params: {
        ...query.traces.params,
        ...spanRangeParams(scope.projectId, query.loNs, query.hiNs),
        ...params,
      },
      rows: z.object({ id: z.string() }),
      settings: WIDE_SETTINGS,
      ...(scope.signal && { signal: scope.signal }),
    })
    return rows.map((row) => row.id)
  }
  const ids = await ask(
    'groups-of-page',
    `SELECT id, toNullable(${rank}) AS rank FROM ${membersSql(query)} GROUP BY id ${pageSql(query)}`,
    { ...query.params, ...pageParams(query) },
  )
  // Traces out of question among them, and those of replaced spans, do no harm.
  const traceIds = await ask(
    'traces-of-page',
    `SELECT DISTINCT lower(hex(trace_id)) AS id FROM spans
WHERE ${IN_SPAN_RANGE} AND ${query.by} IN ({ids:Array(String)}) LIMIT ${MOST_TRACES + 1}`,
    { ids },
  )
  return traceIds.length > MOST_TRACES ? null : { ids, traceIds }
}
