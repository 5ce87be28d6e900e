import type { Pool } from 'pg'
import type { ScoringTarget } from '@assay/contract/scoring-target'
import type { Work } from './note-work.ts'

/** Work that waits, and how often it failed. */
export interface WaitingWork extends Work {
  attempts: number
}

/** Work by its id; null where it is done. */
export async function findWork(pool: Pool, id: string): Promise<WaitingWork | null> {
  const { rows } = await pool.query<{
    project_id: string
    targets: string
    arrived_at: Date
    attempts: number
  }>('SELECT project_id, targets, arrived_at, attempts FROM scoring_work WHERE id = $1', [id])
  const [row] = rows
  if (!row) return null
  return {
    id,
    projectId: row.project_id,
    targets: JSON.parse(row.targets) as ScoringTarget[],
    arrivedAt: row.arrived_at,
    attempts: row.attempts,
  }
}
