import type { TraceFilter } from '@assay/contract/api/trace-filter'
import { z } from 'zod'
import type { Cursor } from './cursor.ts'
import { filtersUsage, matchingTraces } from './matching-traces.ts'
import { type Scope, spanRangeParams } from './scope.ts'
import { lastStart, type Relation, startingTraces } from './starting-traces.ts'
import type { TimeRange } from './time-range.ts'
import type { TracePredicates } from './trace-predicates.ts'
import { traceUsage } from './trace-usage.ts'

const MINUTE_NS = 60_000_000_000n
/** A window grows at most so much at a time, so that one busy hour after a quiet night is not read at once. */
const MAX_GROWTH = 16

const Row = z.object({ traceId: z.string(), value: z.string(), lastNs: z.string() })

/** A trace in its place of the list, and between which instants its spans start, in nanoseconds since 1970. */
export interface Place extends Cursor {
  loNs: bigint
  hiNs: bigint
}

export interface StartQuery {
  filter: TraceFilter
  predicates: TracePredicates
  range: TimeRange
  order: 'asc' | 'desc'
  /** Ids, lower-case hex, of which all matching traces are; null where they are too many to name. */
  among: readonly string[] | null
  after: Cursor | null
  /** Ids in one chunk. */
  chunk: number
}

/**
 * Which traces match, by their start? Yields ids in order, in chunks, reading windows of time from the near end
 * of the range until the caller has enough, so that the newest page does not read the whole range. A window
 * holds the traces that start in it; spans that match a filter may lie after it, up to the last of those traces.
 */
export async function* tracesByStart(scope: Scope, query: StartQuery): AsyncGenerator<Place[]> {
  const isDesc = query.order === 'desc'
  let rest = afterCursor(query.range, query.after, isDesc)
  let widthNs = query.among === null ? MINUTE_NS : rest.to - rest.from
  let after = query.after
  while (rest.from < rest.to) {
    const window = isDesc
      ? { from: later(rest.from, rest.to - widthNs), to: rest.to }
      : { from: rest.from, to: sooner(rest.to, rest.from + widthNs) }
    let found = 0
    for await (const chunk of windowChunks(scope, query, window, after)) {
      found += chunk.length
      after = chunk.at(-1) ?? after
      yield chunk
    }
    rest = isDesc ? { from: rest.from, to: window.from } : { from: window.to, to: rest.to }
    const growth = found === 0 ? MAX_GROWTH : Math.ceil(query.chunk / found) + 1
    widthNs *= BigInt(Math.min(MAX_GROWTH, Math.max(2, growth)))
  }
}

async function* windowChunks(
  scope: Scope,
  query: StartQuery,
  window: TimeRange,
  from: Cursor | null,
): AsyncGenerator<Place[]> {
  const traces = startingTraces(scope.projectId, window, query.among)
  const filter = await windowFilter(scope, query, window, traces)
  if (filter === null) return
  let after = from
  for (;;) {
    const rows = await scope.ch.query({
      name: 'list-traces-by-start',
      sql: chunkSql(query.order, traces.sql, after !== null, filter.conditions),
      params: {
        ...traces.params,
        ...filter.params,
        limit: query.chunk,
        ...(after && { afterNs: after.value, afterId: after.id }),
      },
      rows: Row,
      ...(scope.signal && { signal: scope.signal }),
    })
    const chunk = rows.map((row) => ({
      value: row.value,
      id: row.traceId,
      loNs: BigInt(row.value),
      hiNs: BigInt(row.lastNs),
    }))
    if (chunk.length > 0) yield chunk
    if (chunk.length < query.chunk) return
    after = chunk.at(-1) ?? null
  }
}

/** Conditions of the filter over the spans of the traces that start in a window; null where none starts. */
async function windowFilter(
  scope: Scope,
  query: StartQuery,
  window: TimeRange,
  traces: Relation,
): Promise<{ conditions: string[]; params: Record<string, unknown> } | null> {
  const { filter, predicates } = query
  const needsUsage = filtersUsage(filter)
  if (!needsUsage && matchingTraces(filter, predicates, '').conditions.length === 0) {
    return { conditions: [], params: {} }
  }
  const hiNs = await lastStart(scope, traces)
  if (hiNs === null) return null
  const usage = needsUsage ? await traceUsage(scope, { loNs: window.from, hiNs }) : null
  const matching = matchingTraces(filter, predicates, usage?.sql ?? '')
  return {
    conditions: matching.conditions,
    params: { ...matching.params, ...usage?.params, ...spanRangeParams(scope.projectId, window.from, hiNs) },
  }
}

function chunkSql(
  order: 'asc' | 'desc',
  traces: string,
  hasAfter: boolean,
  conditions: readonly string[],
): string {
  const past = order === 'desc' ? '<' : '>'
  const after = `(toUnixTimestamp64Nano(first), trace_id) ${past} ({afterNs:Int64}, toFixedString(unhex({afterId:String}), 16))`
  const where = [...conditions, ...(hasAfter ? [after] : [])]
  return `
SELECT lower(hex(trace_id)) AS traceId, toString(toUnixTimestamp64Nano(first)) AS value,
  toString(toUnixTimestamp64Nano(last)) AS lastNs
FROM (${traces})
${where.length > 0 ? `WHERE ${where.join('\n  AND ')}` : ''}
ORDER BY first ${order.toUpperCase()}, trace_id ${order.toUpperCase()}
LIMIT {limit:UInt32}`
}

/** The part of the range that a cursor leaves; its own instant stays in, for others that start with it. */
function afterCursor(range: TimeRange, after: Cursor | null, isDesc: boolean): TimeRange {
  if (after?.value === undefined || after.value === null) return range
  const ns = BigInt(after.value)
  return isDesc
    ? { from: range.from, to: sooner(range.to, ns + 1n) }
    : { from: later(range.from, ns), to: range.to }
}

const later = (a: bigint, b: bigint) => (a > b ? a : b)
const sooner = (a: bigint, b: bigint) => (a < b ? a : b)
