import type { Pool } from 'pg'
import type { DeadLetter, DeadLetterList, DeadLetterStage } from '@assay/contract/api/dead-letter'
import { ScoringTarget } from '@assay/contract/scoring-target'

interface Row {
  id: string
  stage: DeadLetterStage
  target: unknown
  evaluator: string
  error: string
  attempts: number
  first_died_at: Date
  died_at: Date
  is_retrying: boolean
  total: number
  waiting: number
}

/** What of a project could not be scored, newest first, and how much there is in all. */
export async function listDeadLetters(
  pool: Pool,
  { projectId, evaluator, limit }: { projectId: string; evaluator?: string | undefined; limit: number },
): Promise<DeadLetterList> {
  const { rows } = await pool.query<Row>(
    `SELECT id, stage, target, evaluator, error, attempts, first_died_at, died_at, retry_id IS NOT NULL AS is_retrying,
       count(*) OVER ()::int AS total, count(*) FILTER (WHERE retry_id IS NULL) OVER ()::int AS waiting
     FROM dead_letter WHERE project_id = $1 AND ($3::text IS NULL OR evaluator = $3) ORDER BY died_at DESC, id LIMIT $2`,
    [projectId, limit, evaluator ?? null],
  )
  const { rows: gone } = await pool.query<{ dropped: number }>(
    'SELECT dropped::float8 AS dropped FROM dead_letter_dropped WHERE project_id = $1',
    [projectId],
  )
  return {
    deadLetters: rows.map(toLetter),
    total: rows[0]?.total ?? 0,
    waiting: rows[0]?.waiting ?? 0,
    dropped: gone[0]?.dropped ?? 0,
  }
}

const toLetter = (row: Row): DeadLetter => ({
  id: row.id,
  stage: row.stage,
  what: ScoringTarget.parse(row.target),
  evaluator: row.evaluator === '' ? null : row.evaluator,
  error: row.error,
  attempts: row.attempts,
  firstDiedAt: row.first_died_at.toISOString(),
  diedAt: row.died_at.toISOString(),
  isRetrying: row.is_retrying,
})
