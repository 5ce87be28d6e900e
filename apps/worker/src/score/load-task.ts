import type { ScoringTarget } from '@assay/contract/scoring-target'
import { MESSAGE_EVENTS } from '@assay/normalise/shared/message-events'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { messageBodies } from '@assay/store/clickhouse/queries/message-bodies'
import { scoringContents, type ScoringContents } from '@assay/store/clickhouse/queries/scoring-contents'
import { scoringSpans } from '@assay/store/clickhouse/queries/scoring-spans'
import { sessionTraceIds } from '@assay/store/clickhouse/queries/session-trace-ids'
import { traceStarts } from '@assay/store/clickhouse/queries/trace-starts'
import { groupSpans, partsOf, type SpanGroup } from './group-spans.ts'
import { heldKey, type HeldRows } from './held/held-rows.ts'
import type { TaskContents } from './thread/score-task.ts'

/** Some targets with all that they are read from. */
export interface LoadedTargets {
  targets: ScoringTarget[]
  contents: TaskContents
  traceStartNs: Map<string, bigint>
  sessions: Map<string, { traceIds: readonly string[]; startNs: bigint }>
}

/** Where targets are read: the engine, and what this process holds of it. */
export interface Source extends Scope {
  held?: HeldRows
  /** Spans are read alone, without what their traces retrieved and called: no evaluator needs it. */
  isAlone?: boolean
}

type SpanTarget = Extract<ScoringTarget, { target: 'span' }>
/** Held rows in one task; they are copied, not read. */
const HELD_BYTES_AT_ONCE = 4 * 1024 ** 2

/** Traces of a session that are read, the last ones. */
const MOST_TURNS = 20

/**
 * Reads what targets of one project are scored by, in parts of some megabytes. Targets that are not stored (any more) are in no part.
 */
export async function* loadTargets(
  scope: Source,
  targets: readonly ScoringTarget[],
): AsyncGenerator<LoadedTargets, void> {
  const sessions = targets.filter((target) => target.target === 'session')
  for (const target of sessions) {
    const session = await sessionTraceIds(scope, { sessionId: target.sessionId, limit: MOST_TURNS })
    if (session === null) continue
    const groups = await readGroups(scope, {
      traceIds: session.traceIds,
      whole: session.traceIds,
      spanIds: [],
    })
    if (groups.length === 0) continue
    const first = groups.filter(
      (group, at) => groups.findIndex((one) => one.traceId === group.traceId) === at,
    )
    const loaded = await readContents(scope, first)
    yield { ...loaded, targets: [target], sessions: new Map([[target.sessionId, session]]) }
  }
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
  const alone = targets.filter((target) => target.target === 'span')
  if (scope.isAlone === true) yield* loadHeld(scope, alone)
  if (alone.length === 0) return
  const spans = Map.groupBy(alone, (target) => target.traceId)
  const traceIds = [...spans.keys()]
  const spanIds = [...spans.values()].flatMap((some) => some.map(({ spanId }) => spanId))
  yield* loadGroups(scope, await readGroups(scope, { traceIds, whole: [], spanIds }), (group) => {
    const ids = new Set(group.spans.map(({ spanId }) => spanId))
    return spans.get(group.traceId)?.filter(({ spanId }) => ids.has(spanId)) ?? []
  })
}

async function* loadGroups(
  scope: Source,
  groups: readonly SpanGroup[],
  targetsOf: (group: SpanGroup) => ScoringTarget[],
): AsyncGenerator<LoadedTargets, void> {
  for (const part of partsOf(groups)) {
    const targets = part.flatMap(targetsOf)
    if (targets.length > 0) yield { ...(await readContents(scope, part)), targets, sessions: new Map() }
  }
}

async function readGroups(
  scope: Scope,
  ids: { traceIds: readonly string[]; whole: readonly string[]; spanIds: readonly string[] },
): Promise<SpanGroup[]> {
  const starts = await traceStarts(scope, ids.traceIds)
  if (starts.size === 0) return []
  return groupSpans(await scoringSpans(scope, { ...ids, ...rangeOf([...starts.values()]) }), starts)
}

async function readContents(source: Source, groups: readonly SpanGroup[]) {
  const spans = groups.flatMap((group) => group.spans)
  const isHeld = (span: SpanGroup['spans'][number]) =>
    source.held?.find(keyOf(source, span))?.version === span.version
  const asked = spans.filter((span) => !isHeld(span))
  // Taken before anything is waited for: what is held now may be gone then.
  const taken = source.held?.take(spans.filter(isHeld).map((span) => keyOf(source, span)))
  const range = rangeOf(groups)
  const contents =
    asked.length === 0
      ? { records: [], bodies: new Map<string, string>(), logs: new Map() }
      : await scoringContents(source, { spans: asked, ...range, logNames: MESSAGE_EVENTS })
  const traceStartNs = new Map(groups.map(({ traceId, firstNs }) => [traceId, firstNs]))
  return { contents: await withHeld(source, contents, taken, range), traceStartNs }
}

/** Contents with what was held, and the bodies of that which came earlier than it did. */
async function withHeld(
  source: Source,
  contents: ScoringContents,
  taken: ReturnType<HeldRows['take']> | undefined,
  { loNs, hiNs }: { loNs: bigint; hiNs: bigint },
): Promise<TaskContents> {
  if (taken === undefined) return contents
  const hashes = taken.missing.filter((hash) => !contents.bodies.has(hash))
  const more = await messageBodies(source, { fromDay: dayOf(loNs), toDay: dayOf(hiNs), hashes })
  return { ...contents, held: taken.block, bodies: new Map([...contents.bodies, ...more]) }
}

/** Spans that are held, without asking what else there is of their traces; takes them out of `targets`. */
async function* loadHeld(source: Source, targets: SpanTarget[]): AsyncGenerator<LoadedTargets, void> {
  const { held } = source
  if (held === undefined) return
  while (targets.length > 0) {
    const part: SpanTarget[] = []
    const starts = new Map<string, bigint>()
    const rest: SpanTarget[] = []
    let bytes = 0
    for (const target of targets.splice(0)) {
      const span = bytes < HELD_BYTES_AT_ONCE ? held.find(keyOf(source, target)) : null
      if (span === null) {
        rest.push(target)
        continue
      }
      bytes += span.bytes
      part.push(target)
      starts.set(target.traceId, span.startNs)
    }
    targets.push(...rest)
    if (part.length === 0) return
    const taken = held.take(part.map((target) => keyOf(source, target)))
    const all = [...starts.values()].map((ns) => ({ firstNs: ns, lastNs: ns }))
    const none: ScoringContents = { records: [], bodies: new Map(), logs: new Map() }
    const contents = await withHeld(source, none, taken, rangeOf(all))
    yield { targets: part, contents, traceStartNs: starts, sessions: new Map() }
  }
}

const keyOf = ({ projectId }: Source, { traceId, spanId }: { traceId: string; spanId: string }) =>
  heldKey(projectId, traceId, spanId)

const dayOf = (ns: bigint): string => new Date(Number(ns / 1_000_000n)).toISOString().slice(0, 10)

function rangeOf(starts: readonly { firstNs: bigint; lastNs: bigint }[]): { loNs: bigint; hiNs: bigint } {
  const least = (a: bigint, b: bigint) => (a < b ? a : b)
  const most = (a: bigint, b: bigint) => (a > b ? a : b)
  return {
    loNs: starts.map(({ firstNs }) => firstNs).reduce(least),
    hiNs: starts.map(({ lastNs }) => lastNs).reduce(most),
  }
}
