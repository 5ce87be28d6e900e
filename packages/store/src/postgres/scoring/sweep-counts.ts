import type { Pool } from 'pg'

const KEPT_MS = 8 * 86_400_000

/** Deletes counts of rules and judges that no page shows any more. */
export async function sweepCounts(pool: Pool, now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_MS)
  await pool.query('DELETE FROM rule_hour WHERE hour < $1', [before])
  await pool.query('DELETE FROM judge_minute WHERE minute < $1', [before])
  await pool.query('DELETE FROM judge_pause WHERE until_at < $1', [before])
}
