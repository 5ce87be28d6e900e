import type { ScoringTarget } from '@assay/contract/scoring-target'
import { MESSAGE_EVENTS } from '@assay/normalise/shared/message-events'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { scoringContents, type ScoringContents } from '@assay/store/clickhouse/queries/scoring-contents'
import { scoringSpans, type ScoringSpan } from '@assay/store/clickhouse/queries/scoring-spans'
import { sessionTraceIds } from '@assay/store/clickhouse/queries/session-trace-ids'
import { traceStarts } from '@assay/store/clickhouse/queries/trace-starts'

/** Some targets with all that they are read from. */
export interface LoadedTargets {
  targets: ScoringTarget[]
  contents: ScoringContents
  traceStartNs: Map<string, bigint>
  sessions: Map<string, { traceIds: readonly string[]; startNs: bigint }>
}

/** Bodies in one task; reading one keeps the event loop for some milliseconds. */
const BYTES_AT_ONCE = 2 * 1024 ** 2
/** Bodies of one trace that are read; of a longer one, what matters most. */
const MOST_TRACE_BYTES = 16 * 1024 ** 2
/** Traces of a session that are read, the last ones. */
const MOST_TURNS = 20

/**
 * Reads what targets of one project are scored by, in parts of some megabytes; targets of one trace stay together. Targets that are not
 * stored are in no part.
 */
export async function* loadTargets(
  scope: Scope,
  targets: readonly ScoringTarget[],
): AsyncGenerator<LoadedTargets, void> {
  for (const target of targets) {
    if (target.target !== 'session') continue
    const session = await sessionTraceIds(scope, { sessionId: target.sessionId, limit: MOST_TURNS })
    if (session === null) continue
    const ids = session.traceIds
    const groups = await readGroups(scope, ids, ids, [])
    const loaded = await readContents(scope, groups)
    if (loaded !== null)
      yield { ...loaded, targets: [target], sessions: new Map([[target.sessionId, session]]) }
  }
  const inTraces = targets.filter((target) => target.target !== 'session')
  if (inTraces.length === 0) return
  const byTrace = Map.groupBy(inTraces, (target) => target.traceId)
  const whole = inTraces.flatMap((target) => (target.target === 'trace' ? target.traceId : []))
  const spanIds = inTraces.flatMap((target) => (target.target === 'span' ? target.spanId : []))
  const groups = await readGroups(scope, [...byTrace.keys()], whole, spanIds)
  for (const some of parts(groups)) {
    const loaded = await readContents(scope, some)
    if (loaded === null) continue
    const own = some.flatMap(({ traceId }) => byTrace.get(traceId) ?? [])
    yield { ...loaded, targets: own, sessions: new Map() }
  }
}

/** The spans to read of one trace. */
interface TraceGroup {
  traceId: string
  firstNs: bigint
  lastNs: bigint
  spans: ScoringSpan[]
  bytes: number
}

async function readGroups(
  scope: Scope,
  traceIds: readonly string[],
  whole: readonly string[],
  spanIds: readonly string[],
): Promise<TraceGroup[]> {
  const starts = await traceStarts(scope, traceIds)
  if (starts.size === 0) return []
  const spans = await scoringSpans(scope, { traceIds, whole, spanIds, ...rangeOf([...starts.values()]) })
  return [...Map.groupBy(spans, (span) => span.traceId)].flatMap(([traceId, all]) => {
    const start = starts.get(traceId)
    if (start === undefined) return []
    let bytes = 0
    const kept = all.filter((span) => (bytes += span.bytes) <= MOST_TRACE_BYTES || bytes === span.bytes)
    return [{ traceId, ...start, spans: kept, bytes: Math.min(bytes, MOST_TRACE_BYTES) }]
  })
}

function* parts(groups: readonly TraceGroup[]): Generator<TraceGroup[], void> {
  let part: TraceGroup[] = []
  let bytes = 0
  for (const group of groups) {
    if (part.length > 0 && bytes + group.bytes > BYTES_AT_ONCE) {
      yield part
      part = []
      bytes = 0
    }
    part.push(group)
    bytes += group.bytes
  }
  if (part.length > 0) yield part
}

async function readContents(scope: Scope, groups: readonly TraceGroup[]) {
  if (groups.length === 0) return null
  const contents = await scoringContents(scope, {
    spans: groups.flatMap((group) => group.spans),
    ...rangeOf(groups),
    logNames: MESSAGE_EVENTS,
  })
  return { contents, traceStartNs: new Map(groups.map(({ traceId, firstNs }) => [traceId, firstNs])) }
}

function rangeOf(starts: readonly { firstNs: bigint; lastNs: bigint }[]): { loNs: bigint; hiNs: bigint } {
  const least = (a: bigint, b: bigint) => (a < b ? a : b)
  const most = (a: bigint, b: bigint) => (a > b ? a : b)
  return {
    loNs: starts.map(({ firstNs }) => firstNs).reduce(least),
    hiNs: starts.map(({ lastNs }) => lastNs).reduce(most),
  }
}
