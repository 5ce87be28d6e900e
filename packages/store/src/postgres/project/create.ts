import type { Pool } from 'pg'
import type { Project } from '@assay/contract/api/account'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { addDefaultRules } from '../rule/add-default-rules.ts'
import { PROJECT_COLUMNS, type ProjectRow, toProject } from './project-row.ts'

/** Makes an empty project in an organisation, with the default rules. @throws AssayError `not_found` without the organisation. */
export function createProject(
  pool: Pool,
  change: Change,
  input: { organisationId: string; name: string; retentionDays: number | null },
): Promise<Project> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<ProjectRow>(
      `INSERT INTO project (id, organisation_id, name, retention_days, created_at)
       SELECT $1, o.id, $3, $4, $5 FROM organisation o WHERE o.id = $2 RETURNING ${PROJECT_COLUMNS}`,
      [change.newId(), input.organisationId, input.name, input.retentionDays, change.now],
    )
    const [row] = rows
    if (!row) throw new AssayError('not_found', 'There is no such organisation.')
    await writeAudit(tx, change, {
      action: 'project.created',
      organisationId: input.organisationId,
      projectId: row.id,
      details: { name: input.name, retentionDays: input.retentionDays },
    })
    await addDefaultRules(tx, change, row.id)
    return toProject(row)
  })
}
