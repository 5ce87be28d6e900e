import type { Pool } from 'pg'

/** Deletes sign-ins that have expired; returns how many. */
export async function sweepSessions(pool: Pool, now: Date): Promise<number> {
  const { rowCount } = await pool.query('DELETE FROM app_session WHERE expires_at < $1', [now])
  return rowCount ?? 0
}
