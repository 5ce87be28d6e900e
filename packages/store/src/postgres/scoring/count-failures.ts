import type { Pool } from 'pg'

/** Failures of an evaluator that ended in a dead letter, by whole hours. */
export interface FailureCounts {
  lastDay: number
  lastWeek: number
  /** Questions to judges since `since` whose answers could not be read in the end. */
  unparseable: number
}

/** How often did an evaluator fail for good? What was dismissed or tried again since counts. */
export async function countFailures(
  pool: Pool,
  { projectId, evaluator, since, now }: { projectId: string; evaluator: string; since: Date; now: Date },
): Promise<FailureCounts> {
  const { rows } = await pool.query<{ last_day: number; last_week: number; unparseable: number }>(
    `SELECT coalesce(sum(failures) FILTER (WHERE hour > $3::timestamptz - interval '24 hours'), 0)::int AS last_day,
       coalesce(sum(failures) FILTER (WHERE hour > $3::timestamptz - interval '7 days'), 0)::int AS last_week,
       coalesce(sum(failures) FILTER (WHERE hour >= date_trunc('hour', $4::timestamptz) AND stage = 'judge'
         AND reason = 'unparseable'), 0)::int AS unparseable
     FROM scoring_failure WHERE project_id = $1 AND evaluator = $2`,
    [projectId, evaluator, now, since],
  )
  const [row] = rows
  return {
    lastDay: row?.last_day ?? 0,
    lastWeek: row?.last_week ?? 0,
    unparseable: row?.unparseable ?? 0,
  }
}
