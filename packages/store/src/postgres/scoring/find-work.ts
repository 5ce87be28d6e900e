import type { Pool } from 'pg'
import type { ScoringTarget } from '@assay/contract/scoring-target'
import type { Work } from './note-work.ts'

/** Work that waits. */
export interface WaitingWork extends Work {
  /** How often it failed. */
  attempts: number
  /** Whether live traffic brought it; what is done again for other reasons is done whole. */
  isLive: boolean
}

/** Work by its id; null where it is done. */
export async function findWork(pool: Pool, id: string): Promise<WaitingWork | null> {
  const { rows } = await pool.query<{
    project_id: string
    targets: string
    arrived_at: Date
    attempts: number
    share: number
    is_live: boolean
  }>(
    'SELECT project_id, targets, arrived_at, attempts, share, live_targets > 0 AS is_live FROM scoring_work WHERE id = $1',
    [id],
  )
  const [row] = rows
  if (!row) return null
  return {
    id,
    projectId: row.project_id,
    targets: JSON.parse(row.targets) as ScoringTarget[],
    arrivedAt: row.arrived_at,
    attempts: row.attempts,
    share: row.share,
    isLive: row.is_live,
  }
}
