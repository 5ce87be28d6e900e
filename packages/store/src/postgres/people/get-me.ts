import type { Pool } from 'pg'
import type { Me } from '@assay/contract/api/account'
import { AssayError } from '@assay/contract/error'
import type { Role } from '@assay/contract/role'
import { PROJECT_COLUMNS, type ProjectRow, toProject } from '../project/project-row.ts'

/** Who is signed in, and which organisations and projects that person sees. @throws AssayError `not_found`. */
export async function getMe(pool: Pool, userId: string): Promise<Omit<Me, 'ingest'>> {
  const users = await pool.query<Me['user']>('SELECT id, name, email FROM app_user WHERE id = $1', [userId])
  const user = users.rows[0]
  if (!user) throw new AssayError('not_found', 'This account no longer exists.')
  const { rows: organisations } = await pool.query<{ id: string; name: string; role: Role }>(
    `SELECT o.id, o.name, m.role FROM membership m JOIN organisation o ON o.id = m.organisation_id
     WHERE m.user_id = $1 ORDER BY o.name, o.id`,
    [userId],
  )
  const { rows: projects } = await pool.query<ProjectRow>(
    `SELECT ${PROJECT_COLUMNS} FROM project
     WHERE deleted_at IS NULL AND organisation_id = ANY ($1) ORDER BY created_at, id`,
    [organisations.map((o) => o.id)],
  )
  return {
    user,
    organisations: organisations.map((o) => ({
      ...o,
      projects: projects.filter((p) => p.organisation_id === o.id).map(toProject),
    })),
  }
}
