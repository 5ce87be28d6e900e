import type { Pool } from 'pg'

/** A project and the share of its traffic that is scored from now on, above 0 to 1. */
export interface ShareChange {
  projectId: string
  share: number
  /** What the decision saw: a share that another process changed since stays. */
  before: number
}

/** Changes which share of a project is scored. */
export async function setShare(
  pool: Pool,
  { projectId, share, before }: ShareChange,
  now: Date,
): Promise<void> {
  if (share === 1) {
    await pool.query('DELETE FROM scoring_pace WHERE project_id = $1 AND share = $2', [projectId, before])
    return
  }
  await pool.query(
    `INSERT INTO scoring_pace (project_id, share, since, changed_at) VALUES ($1, $2, $4, $4)
     ON CONFLICT (project_id) DO UPDATE SET share = excluded.share, changed_at = excluded.changed_at WHERE scoring_pace.share = $3`,
    [projectId, share, before, now],
  )
}
