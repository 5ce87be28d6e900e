import type { Score } from '@assay/contract/api/score'
import { FullRow, TEXTS_SQL, toScore } from './get-trace-scores.ts'
import { POINT_SQL } from './list-scores.ts'
import type { Scope } from './scope.ts'

const MAX_SCORES = 200

const SQL = `
SELECT ${POINT_SQL}, '' AS spanId, ${TEXTS_SQL}, details
FROM (
  SELECT * FROM scores
  WHERE project_id = {projectId:String} AND trace_id = toFixedString('', 16) AND target = 'session'
    AND session_id = {sessionId:String}
  ORDER BY version DESC LIMIT 1 BY score_id
)
ORDER BY time, name, score_id
LIMIT ${MAX_SCORES}`

/** What did evaluators say of a session as a whole? Earliest first, each resent score once, with details. */
export async function getSessionScores(scope: Scope, args: { sessionId: string }): Promise<Score[]> {
  const rows = await scope.ch.query({
    name: 'get-session-scores',
    sql: SQL,
    params: { projectId: scope.projectId, ...args },
    rows: FullRow,
    ...(scope.signal && { signal: scope.signal }),
  })
  return rows.map(toScore)
}
