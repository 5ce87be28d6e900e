import type { RangeQuery, SessionPage } from '@assay/contract/api/session'
import { listGroups } from './list-groups.ts'
import type { Scope } from './scope.ts'
import { sessionScoreSummaries } from './session-score-summaries.ts'
import { sessionSummary } from './session-summary.ts'
import { summariseTraces } from './summarise-traces.ts'

/**
 * Which sessions have traces that start in a range? Totals are over those traces, each call counted once; user
 * and preview are those of the session's first trace in the range.
 *
 * @param args.nowMs Unix time in milliseconds; the end of a range without `to`.
 * @throws AssayError `invalid` for a foreign cursor.
 */
export async function listSessions(
  scope: Scope,
  args: { query: RangeQuery; nowMs: number },
): Promise<SessionPage> {
  const { rows, nextCursor } = await listGroups(scope, 'session_id', args)
  const firstIds = [...new Set(rows.map((row) => row.firstTrace))]
  const [digests, scores] = await Promise.all([
    summariseTraces(scope, firstIds),
    sessionScoreSummaries(
      scope,
      rows.map((row) => row.id),
    ),
  ])
  const byId = new Map(digests.map(({ summary }) => [summary.traceId, summary]))
  return {
    sessions: rows.map((row) => sessionSummary(row, byId.get(row.firstTrace), scores.get(row.id))),
    nextCursor,
  }
}
