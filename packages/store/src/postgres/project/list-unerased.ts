import type { Pool } from 'pg'

/**
 * Ids of deleted projects whose spans may still be in ClickHouse. Until a day after its deletion a project is listed
 * again: spans that were acknowledged before may have waited in a spool.
 */
export async function listUnerased(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT id FROM project
     WHERE deleted_at IS NOT NULL AND (erased_at IS NULL OR erased_at < deleted_at + interval '1 day') ORDER BY id`,
  )
  return rows.map((row) => row.id)
}
