import { AssayError } from '@assay/contract/error'
import type { TracePage } from '@assay/contract/api/trace'
import type { TraceListQuery } from '@assay/contract/api/trace-filter'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { meetsFilter } from './meets-filter.ts'
import { tracesByValue } from './ranked-traces.ts'
import type { Scope } from './scope.ts'
import { seedTraces } from './seed-traces.ts'
import { type Place, tracesByStart } from './start-windows.ts'
import { summariseTraces, type TraceDigest } from './summarise-traces.ts'
import { timeRange } from './time-range.ts'
import { type TracePredicates, tracePredicates } from './trace-predicates.ts'
import { traceScoreSummaries } from './trace-score-summaries.ts'
import { tracesWithWords } from './traces-with-words.ts'

const TRACE_ID = /^[0-9a-f]{32}$/

/**
 * Which traces match a filter, one page of them? Ids come first, by windows of time or by rank; then the page's
 * traces are read whole and checked again, so that a replaced version of a span neither matches nor counts.
 *
 * @param args.nowMs Unix time in milliseconds; the end of a range without `to`. A cursor keeps the first page's.
 * @throws AssayError `invalid` for a foreign cursor, a search text without words, or what needs a score without its name.
 */
export async function listTraces(
  scope: Scope,
  args: { query: TraceListQuery; nowMs: number },
): Promise<TracePage> {
  const { query } = args
  const kind = `traces.${query.sort}.${query.order}`
  const after = decodeCursor(kind, query.cursor, { id: TRACE_ID, hasValue: query.sort === 'start' })
  const predicates = tracePredicates(query)
  if (query.sort === 'score' && predicates.score === null)
    throw new AssayError('invalid', 'sort=score needs the name of a score: give score too')
  const range = timeRange(query, args.nowMs)
  const common = {
    filter: query,
    predicates,
    range,
    order: query.order,
    among: await seedTraces(scope, { filter: query, predicates, fromNs: range.from }),
    after,
    chunk: query.limit + 10,
  }
  const chunks =
    query.sort === 'start'
      ? tracesByStart(scope, common)
      : tracesByValue(scope, { ...common, sort: query.sort, nowMs: args.nowMs })
  const page = await fillPage(scope, query, predicates, chunks)
  const last = page[query.limit - 1]
  return {
    traces: page.slice(0, query.limit).map(({ digest }) => digest.summary),
    nextCursor: last && page.length > query.limit ? encodeCursor(kind, last.place) : null,
  }
}

interface Found {
  digest: TraceDigest
  place: Place
}

/** Reads traces in their order until one more is found than the page holds; a read waits until enough are named. */
async function fillPage(
  scope: Scope,
  query: TraceListQuery,
  predicates: TracePredicates,
  chunks: AsyncIterable<Place[]>,
): Promise<Found[]> {
  const found: Found[] = []
  let waiting: Place[] = []
  for await (const places of chunks) {
    waiting.push(...places)
    if (found.length + waiting.length <= query.limit) continue
    found.push(...(await readPlaces(scope, query, predicates, waiting)))
    waiting = []
    if (found.length > query.limit) return found
  }
  found.push(...(await readPlaces(scope, query, predicates, waiting)))
  return found
}

async function readPlaces(
  scope: Scope,
  query: TraceListQuery,
  predicates: TracePredicates,
  places: readonly Place[],
): Promise<Found[]> {
  if (places.length === 0) return []
  const ids = places.map((place) => place.id)
  const bounds = {
    loNs: places.map((place) => place.loNs).reduce((a, b) => (a < b ? a : b)),
    hiNs: places.map((place) => place.hiNs).reduce((a, b) => (a > b ? a : b)),
  }
  const [digests, withWords, scores] = await Promise.all([
    summariseTraces(scope, ids, predicates, bounds),
    tracesWithWords(scope, ids, predicates, bounds),
    traceScoreSummaries(scope, ids, predicates, bounds),
  ])
  const byId = new Map(digests.map((digest) => [digest.summary.traceId, digest]))
  return places.flatMap((place) => {
    const digest = byId.get(place.id)
    if (!digest || !withWords.has(place.id) || !meetsFilter(digest, query)) return []
    const score = scores.get(place.id)
    if (score !== undefined) digest.summary.score = score
    return [{ digest, place }]
  })
}
