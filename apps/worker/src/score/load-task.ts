import type { ScoringTarget } from '@assay/contract/scoring-target'
import { MESSAGE_EVENTS } from '@assay/normalise/shared/message-events'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { scoringContents, type ScoringContents } from '@assay/store/clickhouse/queries/scoring-contents'
import { scoringSpans } from '@assay/store/clickhouse/queries/scoring-spans'
import { type SessionTraceIds, sessionTraces } from '@assay/store/clickhouse/queries/session-traces'
import { traceStarts } from '@assay/store/clickhouse/queries/trace-starts'
import { groupSpans, partsOf, sessionPartsOf, type SpanGroup } from './group-spans.ts'

/** Some targets with all that they are read from. */
export interface LoadedTargets {
  targets: ScoringTarget[]
  contents: ScoringContents
  traceStartNs: Map<string, bigint>
  sessions: Map<string, SessionTraceIds>
}

/** Where targets are read, and how much beside them. */
export interface Source extends Scope {
  /** False where no evaluator looks at what the traces of spans retrieved and called: spans are read alone then. Default true. */
  sources?: boolean
}

/** Traces of a session that are read, the last ones. */
const MOST_TURNS = 20
/** Sessions whose spans are asked for at once: with traces of thousands of spans some hundred thousand rows. */
const SESSIONS_AT_ONCE = 25

/**
 * Reads what targets of one project are scored by, in parts of some megabytes. Targets that are not stored (any more) are in no part.
 */
export async function* loadTargets(
  scope: Source,
  targets: readonly ScoringTarget[],
): AsyncGenerator<LoadedTargets, void> {
  const sessions = targets.filter((target) => target.target === 'session')
  for (let at = 0; at < sessions.length; at += SESSIONS_AT_ONCE)
    yield* loadSessions(scope, sessions.slice(at, at + SESSIONS_AT_ONCE))
  const traces = Map.groupBy(
    targets.filter((target) => target.target === 'trace'),
    (target) => target.traceId,
  )
  const whole = [...traces.keys()]
  yield* loadGroups(
    scope,
    await readGroups(scope, { traceIds: whole, whole, spanIds: [] }),
    ({ traceId }) => traces.get(traceId)?.splice(0) ?? [],
  )
  const spans = Map.groupBy(
    targets.filter((target) => target.target === 'span'),
    (target) => target.traceId,
  )
  const traceIds = [...spans.keys()]
  const spanIds = [...spans.values()].flatMap((some) => some.map(({ spanId }) => spanId))
  yield* loadGroups(scope, await readGroups(scope, { traceIds, whole: [], spanIds }), (group) => {
    const ids = new Set(group.spans.map(({ spanId }) => spanId))
    return spans.get(group.traceId)?.filter(({ spanId }) => ids.has(spanId)) ?? []
  })
}

async function* loadSessions(
  scope: Source,
  targets: readonly Extract<ScoringTarget, { target: 'session' }>[],
): AsyncGenerator<LoadedTargets, void> {
  const sessionIds = targets.map(({ sessionId }) => sessionId)
  const stored = await sessionTraces(scope, { sessionIds, limit: MOST_TURNS })
  const traceIds = [...new Set([...stored.values()].flatMap((session) => session.traceIds))]
  const groups = await readGroups(scope, { traceIds, whole: traceIds, spanIds: [] })
  for (const { sessions, groups: some } of sessionPartsOf(stored, groups)) {
    const read = targets.filter(({ sessionId }) => sessions.has(sessionId))
    yield { ...(await readContents(scope, some)), targets: read, sessions }
  }
}

async function* loadGroups(
  scope: Scope,
  groups: readonly SpanGroup[],
  targetsOf: (group: SpanGroup) => ScoringTarget[],
): AsyncGenerator<LoadedTargets, void> {
  for (const part of partsOf(groups)) {
    const targets = part.flatMap(targetsOf)
    if (targets.length > 0) yield { ...(await readContents(scope, part)), targets, sessions: new Map() }
  }
}

async function readGroups(
  scope: Source,
  ids: { traceIds: readonly string[]; whole: readonly string[]; spanIds: readonly string[] },
): Promise<SpanGroup[]> {
  const starts = await traceStarts(scope, ids.traceIds)
  if (starts.size === 0) return []
  // A whole trace is read with all that is in it.
  const sources = ids.whole.length > 0 || scope.sources !== false
  return groupSpans(await scoringSpans(scope, { ...ids, ...rangeOf([...starts.values()]), sources }), starts)
}

async function readContents(scope: Scope, groups: readonly SpanGroup[]) {
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
