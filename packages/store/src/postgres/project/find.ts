import type { Pool } from 'pg'
import type { Project } from '@assay/contract/api/account'
import { PROJECT_COLUMNS, type ProjectRow, toProject } from './project-row.ts'

/** One project; null where there is none or it was deleted. */
export async function findProject(pool: Pool, projectId: string): Promise<Project | null> {
  const { rows } = await pool.query<ProjectRow>(
    `SELECT ${PROJECT_COLUMNS} FROM project WHERE id = $1 AND deleted_at IS NULL`,
    [projectId],
  )
  return rows[0] ? toProject(rows[0]) : null
}
