import type { LoadedSegment } from '@assay/store/clickhouse/loader'
import { noteWork, type Work } from '@assay/store/postgres/scoring/note-work'
import type { PostgresHandle } from '@assay/store/postgres/open'
import type { SpanId } from '@assay/store/clickhouse/queries/spans-with-logs'
import { findCandidates } from './candidates.ts'
import { rulesAtShare, rulesThatDraw } from './due-rules.ts'
import type { PaceCache } from './pace/pace-cache.ts'
import type { RuleCache } from './rule-cache.ts'

export interface NoteDeps {
  pool: PostgresHandle['pool']
  rules: RuleCache
  pace: PaceCache
  /** Tells the queue of work; it may fail, since the sweep finds work that the queue does not know. */
  enqueue: (workIds: readonly string[]) => Promise<void>
  now: () => Date
  /** The last segment of this process that was noted. */
  noted: { last: string | null }
}

/** Targets that are scored together: enough to share questions, few enough to be done again. */
const TARGETS_AT_ONCE = 500

/**
 * Keeps what of a loaded segment is to be scored, before the segment is deleted; run again, it keeps nothing more, whatever became of the
 * first.
 *
 * @param derived Spans that were written anew for the logs of this segment, by project.
 */
export async function noteSegment(
  deps: NoteDeps,
  segment: LoadedSegment,
  derived: ReadonlyMap<string, readonly SpanId[]>,
): Promise<void> {
  const rules = await deps.rules.byProject()
  const pace = await deps.pace.now()
  const { spans, open } = await findCandidates(segment.parts, rules, pace)
  for (const [projectId, more] of derived) {
    const own = rulesAtShare(rules.get(projectId) ?? [], pace.shareOf(projectId))
    const drawn = more.filter(({ traceId }) => rulesThatDraw(own, 'span', projectId, traceId).length > 0)
    const known = spans.get(projectId) ?? []
    if (drawn.length > 0 && pace.takesSpans)
      spans.set(projectId, [...known, ...drawn.map((span) => ({ target: 'span', ...span }) as const)])
  }
  const arrivedAt = new Date(Math.min(deps.now().getTime(), ...segment.arrivals.map((a) => a.arrivedAtMs)))
  const works: Work[] = []
  for (const [projectId, targets] of spans)
    for (let from = 0; from < targets.length; from += TARGETS_AT_ONCE)
      works.push({
        id: `${segment.id}.${works.length}`,
        projectId,
        targets: targets.slice(from, from + TARGETS_AT_ONCE),
        arrivedAt,
        share: pace.shareOf(projectId),
      })
  const { noted } = deps
  // Segments come one after the other, so the file of the last one is gone; the same one again was not.
  const before = noted.last === segment.id ? null : noted.last
  const isNew = await noteWork(deps.pool, { segmentId: segment.id, before, works, open, now: deps.now() })
  if (works.length + open.length > 0) noted.last = segment.id
  if (isNew && works.length > 0) await deps.enqueue(works.map(({ id }) => id))
}
