import type { Pool } from 'pg'

const DAY_MS = 86_400_000
const KEPT_MS = 8 * DAY_MS
/** A spool whose process was away for longer counts what it loads again. */
const NOTED_MS = 30 * DAY_MS

/** Deletes counts of rules and judges that no page shows any more, and marks of segments that nobody loads again. */
export async function sweepCounts(pool: Pool, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_MS)
  await pool.query('DELETE FROM rule_hour WHERE hour < $1', [before])
  await pool.query('DELETE FROM judge_minute WHERE minute < $1', [before])
  await pool.query('DELETE FROM scoring_noted WHERE noted_at < $1', [new Date(now.getTime() - NOTED_MS)])
  await pool.query('DELETE FROM judge_pause WHERE until_at < $1', [before])
}
