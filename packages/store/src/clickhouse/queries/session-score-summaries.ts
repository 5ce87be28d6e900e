import type { SessionScore } from '@assay/contract/api/session'
import { z } from 'zod'
import type { Scope } from './scope.ts'

const MOST_OF_ONE = 10

/** A score in short, as a row. */
export const ScoreRow = z.object({
  name: z.string(),
  source: z.string(),
  value: z.number().nullable(),
  label: z.string(),
  errorType: z.string(),
})

const Row = ScoreRow.extend({ sessionId: z.string() })

// Scores of sessions have no trace, so they stand together in the key; of each the latest that came counts.
const SQL = `
SELECT session_id AS sessionId, name, source, value, label, error_type AS errorType
FROM (
  SELECT session_id, name, source, value, label, error_type FROM scores
  WHERE project_id = {projectId:String} AND trace_id = toFixedString('', 16) AND target = 'session'
    AND session_id IN ({ids:Array(String)})
  ORDER BY version DESC LIMIT 1 BY session_id, name, source
)
ORDER BY session_id, name, source
LIMIT ${MOST_OF_ONE} BY session_id`

/** What was said of these sessions as a whole? By session id, of each name and source the latest. @param ids At most some hundreds. */
export async function sessionScoreSummaries(
  scope: Scope,
  ids: readonly string[],
): Promise<Map<string, SessionScore[]>> {
  if (ids.length === 0) return new Map()
  const rows = await scope.ch.query({
    name: 'session-score-summaries',
    sql: SQL,
    params: { projectId: scope.projectId, ids },
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
  const bySession = Map.groupBy(rows, (row) => row.sessionId)
  return new Map([...bySession].map(([id, some]) => [id, some.map(toSessionScore)]))
}

/** A row as the API tells it. */
export const toSessionScore = ({
  name,
  source,
  value,
  label,
  errorType,
}: z.infer<typeof ScoreRow>): SessionScore => ({
  name,
  source,
  value,
  label: label === '' ? null : label,
  errorType: errorType === '' ? null : errorType,
})
