import type { Pool } from 'pg'

/** Does the owner account exist? */
export async function isSetUp(pool: Pool): Promise<boolean> {
  const { rowCount } = await pool.query('SELECT 1 FROM installation WHERE set_up_at IS NOT NULL')
  return rowCount === 1
}
