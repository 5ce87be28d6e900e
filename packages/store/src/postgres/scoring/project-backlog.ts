import type { Pool } from 'pg'

/** How far the scoring of a project is behind. */
export interface ProjectDelay {
  /** Batches of targets that wait to be scored. */
  batches: number
  /** When the oldest of their spans came. */
  oldestAt: Date | null
  /** Why the last one that failed is tried again. */
  error: string | null
  /** Of what rules draw, the part that is scored now, above 0 to 1; and since when that is less than all. */
  share: number
  since: Date | null
  /** Traces and sessions for which spans are still coming. */
  open: Record<'trace' | 'session', { count: number; oldestAt: Date | null }>
}

/** How much of a project waits to be scored, since when, and what is left out meanwhile? */
export async function projectBacklog(pool: Pool, projectId: string): Promise<ProjectDelay> {
  const { rows } = await pool.query<{
    batches: number
    oldest_at: Date | null
    error: string | null
    share: number | null
    since: Date | null
  }>(
    `SELECT (SELECT count(*)::int FROM scoring_work WHERE project_id = $1) AS batches,
       (SELECT min(arrived_at) FROM scoring_work WHERE project_id = $1) AS oldest_at,
       (SELECT error FROM scoring_work WHERE project_id = $1 AND error IS NOT NULL ORDER BY due_at DESC LIMIT 1) AS error,
       (SELECT share FROM scoring_pace WHERE project_id = $1) AS share,
       (SELECT since FROM scoring_pace WHERE project_id = $1) AS since`,
    [projectId],
  )
  const { rows: open } = await pool.query<{ target: 'trace' | 'session'; count: number; oldest_at: Date }>(
    `SELECT target, count(*)::int AS count, min(first_seen_at) AS oldest_at FROM scoring_open WHERE project_id = $1 GROUP BY target`,
    [projectId],
  )
  const [row] = rows
  const openOf = (target: 'trace' | 'session') => {
    const found = open.find((one) => one.target === target)
    return { count: found?.count ?? 0, oldestAt: found?.oldest_at ?? null }
  }
  return {
    batches: row?.batches ?? 0,
    oldestAt: row?.oldest_at ?? null,
    error: row?.error ?? null,
    share: row?.share ?? 1,
    since: row?.since ?? null,
    open: { trace: openOf('trace'), session: openOf('session') },
  }
}
