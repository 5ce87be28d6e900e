import type { ScoringSpan } from '@assay/store/clickhouse/queries/scoring-spans'
import type { TraceStarts } from '@assay/store/clickhouse/queries/trace-starts'

/** Spans of one trace that are read together. */
export interface SpanGroup extends TraceStarts {
  traceId: string
  spans: ScoringSpan[]
  bytes: number
}

/** Bodies of one trace that are read at once. */
const MOST_BYTES = 8 * 1024 ** 2
/** Bodies in one task; reading one keeps the event loop for some milliseconds. */
const BYTES_AT_ONCE = 2 * 1024 ** 2

/**
 * Parts the spans of each trace into groups that memory bears: each has some of the wanted spans and, beside them, the sources as far
 * as they fit, the latest first. Every wanted span is in one group, however long its body.
 */
export function groupSpans(
  spans: readonly ScoringSpan[],
  starts: ReadonlyMap<string, TraceStarts>,
): SpanGroup[] {
  return [...Map.groupBy(spans, (span) => span.traceId)].flatMap(([traceId, all]) => {
    const start = starts.get(traceId)
    if (start === undefined) return []
    let left = MOST_BYTES
    const sources = all.filter((span) => !span.isFirst && (left -= span.bytes) >= 0)
    const beside = bytesOf(sources)
    const wanted = all.filter((span) => span.isFirst)
    return [...chunks(wanted, MOST_BYTES, (span) => span.bytes)].map((some) => ({
      traceId,
      ...start,
      spans: [...some, ...sources],
      bytes: bytesOf(some) + beside,
    }))
  })
}

/** Groups that are read with one question, in their order; a trace stands in a part once. */
export function* partsOf(groups: readonly SpanGroup[]): Generator<SpanGroup[], void> {
  for (const some of chunks(groups, BYTES_AT_ONCE, (group) => group.bytes)) {
    let part: SpanGroup[] = []
    for (const group of some) {
      if (part.some(({ traceId }) => traceId === group.traceId)) {
        yield part
        part = []
      }
      part.push(group)
    }
    yield part
  }
}

/** Sessions that are read with one question, in their order, each with the first group of each of its traces. */
export function* sessionPartsOf<T extends { traceIds: readonly string[] }>(
  sessions: ReadonlyMap<string, T>,
  groups: readonly SpanGroup[],
): Generator<{ sessions: Map<string, T>; groups: SpanGroup[] }, void> {
  const firstOf = new Map<string, SpanGroup>()
  for (const group of groups) if (!firstOf.has(group.traceId)) firstOf.set(group.traceId, group)
  const read = [...sessions].flatMap(([id, session]) => {
    const some = session.traceIds.flatMap((traceId) => firstOf.get(traceId) ?? [])
    return some.length === 0 ? [] : [{ id, session, groups: some }]
  })
  const bytesIn = (one: (typeof read)[number]) => one.groups.reduce((sum, group) => sum + group.bytes, 0)
  for (const part of chunks(read, BYTES_AT_ONCE, bytesIn))
    yield {
      sessions: new Map(part.map(({ id, session }) => [id, session])),
      groups: [...new Set(part.flatMap((one) => one.groups))],
    }
}

const bytesOf = (spans: readonly ScoringSpan[]) => spans.reduce((sum, span) => sum + span.bytes, 0)

/** Runs of items of at most so many bytes together, or of one. */
function* chunks<T>(items: readonly T[], most: number, bytesIn: (item: T) => number): Generator<T[], void> {
  let chunk: T[] = []
  let bytes = 0
  for (const item of items) {
    if (chunk.length > 0 && bytes + bytesIn(item) > most) {
      yield chunk
      chunk = []
      bytes = 0
    }
    chunk.push(item)
    bytes += bytesIn(item)
  }
  if (chunk.length > 0) yield chunk
}
