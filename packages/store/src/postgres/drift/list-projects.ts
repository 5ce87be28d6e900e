import type { Pool } from 'pg'

/** Ids of the projects that are watched for drift: all but those where it was switched off. */
export async function listDriftProjects(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `SELECT p.id FROM project p LEFT JOIN drift_project d ON d.project_id = p.id
     WHERE p.deleted_at IS NULL AND coalesce(d.settings ->> 'isOn', 'true') = 'true' ORDER BY p.id`,
  )
  return rows.map(({ id }) => id)
}
