import type { Pool } from 'pg'

/** Ids of deleted projects whose spans may still be in ClickHouse. */
export async function listUnerased(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    'SELECT id FROM project WHERE deleted_at IS NOT NULL AND erased_at IS NULL ORDER BY id',
  )
  return rows.map((row) => row.id)
}
