import type { TracePage } from '@assay/contract/api/trace'
import type { TraceListQuery } from '@assay/contract/api/trace-filter'
import { type Cursor, decodeCursor, encodeCursor } from './cursor.ts'
import { meetsFilter } from './meets-filter.ts'
import { tracesByValue } from './ranked-traces.ts'
import type { Scope } from './scope.ts'
import { tracesByStart } from './start-windows.ts'
import { summariseTraces, type TraceDigest } from './summarise-traces.ts'
import { timeRange } from './time-range.ts'
import { tracePredicates } from './trace-predicates.ts'
import { tracesWithWords } from './traces-with-words.ts'

/**
 * Which traces match a filter, one page of them? Ids come first, by windows of time or by rank; then the page's
 * traces are read whole and checked again, so that a replaced version of a span neither matches nor counts.
 *
 * @param args.nowMs Unix time in milliseconds; the end of a range without `to`. A cursor keeps the first page's.
 * @throws AssayError `invalid` for a foreign cursor, or a search text without words.
 */
export async function listTraces(
  scope: Scope,
  args: { query: TraceListQuery; nowMs: number },
): Promise<TracePage> {
  const { query } = args
  const kind = `traces.${query.sort}.${query.order}`
  const after = decodeCursor(kind, query.cursor)
  const predicates = tracePredicates(query)
  const common = {
    filter: query,
    predicates,
    range: timeRange(query, args.nowMs),
    order: query.order,
    after,
    chunk: query.limit + 10,
  }
  const chunks =
    query.sort === 'start'
      ? tracesByStart(scope, common)
      : tracesByValue(scope, { ...common, sort: query.sort })
  const found: { digest: TraceDigest; place: Cursor }[] = []
  for await (const places of chunks) {
    const ids = places.map((place) => place.id)
    const digests = await summariseTraces(scope, ids, predicates)
    const withWords = await tracesWithWords(scope, ids, predicates)
    const byId = new Map(digests.map((digest) => [digest.summary.traceId, digest]))
    for (const place of places) {
      const digest = byId.get(place.id)
      if (digest && withWords.has(place.id) && meetsFilter(digest, query)) found.push({ digest, place })
    }
    if (found.length > query.limit) break
  }
  const page = found.slice(0, query.limit)
  const last = page.at(-1)
  return {
    traces: page.map(({ digest }) => digest.summary),
    nextCursor: last && found.length > query.limit ? encodeCursor(kind, last.place) : null,
  }
}
