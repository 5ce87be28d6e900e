import type { Pool } from 'pg'
import type { Project } from '@assay/contract/api/account'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { PROJECT_COLUMNS, type ProjectRow, toProject } from './project-row.ts'

/** Changes the name or the retention of a project; what is not given stays. @throws AssayError `not_found`. */
export function updateProject(
  pool: Pool,
  change: Change,
  input: { projectId: string; name?: string | undefined; retentionDays?: number | null | undefined },
): Promise<Project> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<ProjectRow>(
      `UPDATE project SET name = coalesce($2, name), retention_days = CASE WHEN $3 THEN $4 ELSE retention_days END
       WHERE id = $1 AND deleted_at IS NULL RETURNING ${PROJECT_COLUMNS}`,
      [input.projectId, input.name ?? null, input.retentionDays !== undefined, input.retentionDays ?? null],
    )
    const [row] = rows
    if (!row) throw new AssayError('not_found', 'There is no such project.')
    await writeAudit(tx, change, {
      action: 'project.changed',
      organisationId: row.organisation_id,
      projectId: row.id,
      details: { name: input.name, retentionDays: input.retentionDays },
    })
    return toProject(row)
  })
}
