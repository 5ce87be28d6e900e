import type { Pool } from 'pg'

/** Records that a deleted project has nothing left in ClickHouse. */
export async function markErased(pool: Pool, input: { projectId: string; now: Date }): Promise<void> {
  await pool.query('UPDATE project SET erased_at = $2 WHERE id = $1 AND deleted_at IS NOT NULL', [
    input.projectId,
    input.now,
  ])
}
