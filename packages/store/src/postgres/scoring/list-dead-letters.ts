import type { Pool } from 'pg'
import type { DeadLetter, DeadLetterStage } from '@assay/contract/api/dead-letter'
import { ScoringTarget } from '@assay/contract/scoring-target'

/** What of a project could not be scored, newest first, and how much there is in all. */
export async function listDeadLetters(
  pool: Pool,
  { projectId, limit }: { projectId: string; limit: number },
): Promise<{ deadLetters: DeadLetter[]; total: number }> {
  const { rows } = await pool.query<{
    id: string
    stage: DeadLetterStage
    target: unknown
    evaluator: string
    error: string
    attempts: number
    died_at: Date
    total: number
  }>(
    `SELECT id, stage, target, evaluator, error, attempts, died_at, count(*) OVER ()::int AS total
     FROM dead_letter WHERE project_id = $1 ORDER BY died_at DESC, id LIMIT $2`,
    [projectId, limit],
  )
  const deadLetters = rows.map((row) => ({
    id: row.id,
    stage: row.stage,
    what: ScoringTarget.parse(row.target),
    evaluator: row.evaluator === '' ? null : row.evaluator,
    error: row.error,
    attempts: row.attempts,
    diedAt: row.died_at.toISOString(),
  }))
  return { deadLetters, total: rows[0]?.total ?? 0 }
}
