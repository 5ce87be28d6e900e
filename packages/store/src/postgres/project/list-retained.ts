import type { Pool } from 'pg'

/** Projects that keep their spans for a limited number of days. */
export async function listRetained(pool: Pool): Promise<{ id: string; retentionDays: number }[]> {
  const { rows } = await pool.query<{ id: string; retention_days: number }>(
    'SELECT id, retention_days FROM project WHERE retention_days IS NOT NULL AND deleted_at IS NULL ORDER BY id',
  )
  return rows.map((row) => ({ id: row.id, retentionDays: row.retention_days }))
}
