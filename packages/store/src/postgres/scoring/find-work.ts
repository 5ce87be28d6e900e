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

/** A row of `scoring_work`, read by `WORK_COLUMNS`. */
export interface WorkRow {
  id: string
  project_id: string
  targets: string
  arrived_at: Date
  noted_at: Date
  attempts: number
  share: number
  is_live: boolean
}

export const WORK_COLUMNS =
  'id, project_id, targets, arrived_at, noted_at, attempts, share, live_targets > 0 AS is_live'

/** Work by its id; null where it is done. */
export async function findWork(pool: Pool, id: string): Promise<WaitingWork | null> {
  const { rows } = await pool.query<WorkRow>(`SELECT ${WORK_COLUMNS} FROM scoring_work WHERE id = $1`, [id])
  const [row] = rows
  return row ? readWork(row) : null
}

export function readWork(row: WorkRow): WaitingWork {
  return {
    id: row.id,
    projectId: row.project_id,
    targets: JSON.parse(row.targets) as ScoringTarget[],
    arrivedAt: row.arrived_at,
    attempts: row.attempts,
    share: row.share,
    isLive: row.is_live,
  }
}
