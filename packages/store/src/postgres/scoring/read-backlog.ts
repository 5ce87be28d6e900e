import type { Pool } from 'pg'

/** What of one project waits to be scored, and how much of its traffic is scored at all. */
export interface ProjectBacklog {
  projectId: string
  /** Targets that wait, as far as the share of now lets them be scored. */
  waiting: number
  /** When the oldest of them that did not fail was noted; null where none waits. */
  oldestAt: Date | null
  /** Above 0 to 1. */
  share: number
  /** Since when less than all is scored, and when the share was last changed; null where all is. */
  since: Date | null
  changedAt: Date | null
}

export interface Backlog {
  /** Projects of which something waits or less than all is scored. */
  projects: ProjectBacklog[]
  /** Rows of all projects together: targets in noted work, and open traces and sessions up to `OPEN_COUNTED`. */
  stored: { targets: number; open: number }
}

/** Open traces and sessions are counted up to here. */
export const OPEN_COUNTED = 100_001

/** How much waits, by project; work that is done again for other reasons does not count. */
export async function readBacklog(pool: Pool): Promise<Backlog> {
  const { rows } = await pool.query<{
    project_id: string
    waiting: number | null
    stored: number | null
    oldest_at: Date | null
    share: number | null
    since: Date | null
    changed_at: Date | null
  }>(
    `SELECT project_id, waiting, stored, oldest_at, p.share, p.since, p.changed_at
     FROM (SELECT w.project_id, sum(w.live_targets * least(1, coalesce(p.share, 1) / w.share))::float8 AS waiting,
             sum(w.live_targets)::float8 AS stored, min(w.noted_at) FILTER (WHERE w.attempts = 0 AND w.error IS NULL) AS oldest_at
           FROM scoring_work w LEFT JOIN scoring_pace p USING (project_id) WHERE w.live_targets > 0 GROUP BY w.project_id) AS w
     FULL JOIN scoring_pace p USING (project_id)`,
  )
  const { rows: open } = await pool.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT 1 FROM scoring_open LIMIT ${OPEN_COUNTED}) AS o`,
  )
  return {
    projects: rows.map((row) => ({
      projectId: row.project_id,
      waiting: row.waiting ?? 0,
      oldestAt: row.oldest_at,
      share: row.share ?? 1,
      since: row.since,
      changedAt: row.changed_at,
    })),
    stored: { targets: rows.reduce((sum, row) => sum + (row.stored ?? 0), 0), open: open[0]?.count ?? 0 },
  }
}
