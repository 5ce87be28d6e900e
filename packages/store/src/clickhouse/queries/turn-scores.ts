import type { SessionScore } from '@assay/contract/api/session'
import { z } from 'zod'
import { traceIdIn, type Scope } from './scope.ts'
import { ScoreRow, toSessionScore } from './session-score-summaries.ts'

const MOST_OF_ONE = 10

const Row = ScoreRow.extend({ traceId: z.string() })

const sqlOf = (count: number) => `
SELECT lower(hex(trace_id)) AS traceId, name, source, value, label, error_type AS errorType
FROM (
  SELECT trace_id, name, source, value, label, error_type FROM scores
  WHERE project_id = {projectId:String} AND ${traceIdIn('ids', count)}
    AND (target = 'trace' OR lower(hex(span_id)) IN ({spanIds:Array(String)}))
  ORDER BY version DESC LIMIT 1 BY trace_id, name, source
)
ORDER BY trace_id, name, source
LIMIT ${MOST_OF_ONE} BY trace_id`

/**
 * What was said of the turns of a session: of each trace as a whole, or of the span that is shown of it. By trace id, of each name and source
 * the latest that came.
 *
 * @param turns At most some hundreds; ids in lower-case hex.
 */
export async function turnScores(
  scope: Scope,
  turns: readonly { traceId: string; spanId: string }[],
): Promise<Map<string, SessionScore[]>> {
  if (turns.length === 0) return new Map()
  const rows = await scope.ch.query({
    name: 'turn-scores',
    sql: sqlOf(turns.length),
    params: {
      projectId: scope.projectId,
      ids: turns.map(({ traceId }) => traceId),
      spanIds: turns.map(({ spanId }) => spanId),
    },
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
  const byTrace = Map.groupBy(rows, (row) => row.traceId)
  return new Map([...byTrace].map(([id, some]) => [id, some.map(toSessionScore)]))
}
