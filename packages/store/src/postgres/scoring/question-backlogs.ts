import type { Pool } from 'pg'

/** Questions of one rule that wait, are not being asked, and may be left out. */
export interface QuestionBacklog {
  projectId: string
  ruleId: string
  waiting: number
  /** When the oldest of them was noted or last kept by a thinning. */
  oldestAt: Date
  /**
   * Questions of the rule that end in a day, by the best of the last four days (UTC) where its budget was used up a day ago or later, else by
   * their best hour.
   */
  endedPerDay: number
}

/** Questions over `judge_work w` that may be left out at $1: not those that a backfill pays for or a person tries again. */
export const MAY_LEAVE_OUT = `w.backfill_id IS NULL AND (w.leased_until IS NULL OR w.leased_until <= $1)
  AND NOT EXISTS (SELECT 1 FROM dead_letter d WHERE d.retry_id = w.id)`

/** How many questions wait, by rule, and how many the judge and its budget get through? */
export async function questionBacklogs(pool: Pool, now: Date): Promise<QuestionBacklog[]> {
  const { rows } = await pool.query<{
    project_id: string
    rule_id: string
    waiting: number
    oldest_at: Date
    is_spent: boolean
    best_day: number
    best_hour: number
  }>(
    `WITH waiting AS (
       SELECT w.project_id, w.rule_id, count(*)::int AS waiting, min(w.noted_at) AS oldest_at FROM judge_work w
       WHERE ${MAY_LEAVE_OUT} GROUP BY w.project_id, w.rule_id),
     hours AS (
       SELECT h.rule_id, h.hour, sum(h.times)::float8 AS ended FROM rule_hour h
       WHERE h.project_id IN (SELECT project_id FROM waiting) AND h.hour > $1::timestamptz - interval '4 days'
         AND (h.what IN ('judged', 'judge_not_applicable') OR (h.what = 'judge_failed' AND h.reason <> 'waited_too_long'))
       GROUP BY h.rule_id, h.hour),
     days AS (SELECT rule_id, sum(ended) AS ended FROM hours GROUP BY rule_id, date_trunc('day', hour, 'UTC'))
     SELECT w.project_id, w.rule_id, w.waiting, w.oldest_at,
       EXISTS (SELECT 1 FROM judge_pause p WHERE p.rule_id = w.rule_id AND p.reason = 'budget_exhausted'
         AND p.until_at > $1::timestamptz - interval '1 day') AS is_spent,
       coalesce((SELECT max(ended) FROM days WHERE rule_id = w.rule_id), 0) AS best_day,
       coalesce((SELECT max(ended) FROM hours WHERE rule_id = w.rule_id), 0) AS best_hour
     FROM waiting w`,
    [now],
  )
  return rows.map((row) => ({
    projectId: row.project_id,
    ruleId: row.rule_id,
    waiting: row.waiting,
    oldestAt: row.oldest_at,
    endedPerDay: row.is_spent ? row.best_day : 24 * row.best_hour,
  }))
}
