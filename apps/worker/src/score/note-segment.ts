import type { LoadedSegment } from '@assay/store/clickhouse/loader'
import { noteWork, type Work } from '@assay/store/postgres/scoring/note-work'
import type { PostgresHandle } from '@assay/store/postgres/open'
import type { SpanId } from '@assay/store/clickhouse/queries/spans-with-logs'
import { findCandidates } from './candidates.ts'
import type { RuleCache } from './rule-cache.ts'

export interface NoteDeps {
  pool: PostgresHandle['pool']
  rules: RuleCache
  /** Tells the queue of work; it may fail, since the sweep finds work that the queue does not know. */
  enqueue: (workIds: readonly string[]) => Promise<void>
  now: () => Date
}

/** Targets that are scored together: enough to share questions, few enough to be done again. */
const TARGETS_AT_ONCE = 500

/**
 * Keeps what of a loaded segment is to be scored, before the segment is deleted; run twice, it keeps the same.
 *
 * @param derived Spans that were written anew for the logs of this segment, by project.
 */
export async function noteSegment(
  deps: NoteDeps,
  segment: LoadedSegment,
  derived: ReadonlyMap<string, readonly SpanId[]>,
): Promise<void> {
  const rules = await deps.rules.byProject()
  const { spans, open } = findCandidates(segment.parts, rules)
  for (const [projectId, more] of derived) {
    if (!rules.get(projectId)?.some((rule) => rule.target === 'span')) continue
    const known = spans.get(projectId) ?? []
    spans.set(projectId, [...known, ...more.map((span) => ({ target: 'span', ...span }) as const)])
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
      })
  await noteWork(deps.pool, { works, open, now: deps.now() })
  if (works.length > 0) await deps.enqueue(works.map(({ id }) => id))
}
