import type { Pool } from 'pg'

/** Does anything that has just come wait to be scored? What failed and is tried again later does not count. */
export async function hasLiveWork(pool: Pool): Promise<boolean> {
  const { rows } = await pool.query<{ is: boolean }>(
    'SELECT EXISTS (SELECT 1 FROM scoring_work WHERE attempts = 0 AND error IS NULL) AS is',
  )
  return rows[0]?.is === true
}
