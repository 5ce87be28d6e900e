import type { Pool } from 'pg'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'

/** The project that takes traces sent without a key; it always exists. */
export const DEFAULT_PROJECT_ID = 'default'

/**
 * Deletes a project, revokes its keys and forgets those of its judges, when `confirmName` is its name. The spans are the caller's to delete.
 * @throws AssayError `conflict` for the default project, `invalid` for another name, `not_found`.
 */
export function deleteProject(
  pool: Pool,
  change: Change,
  input: { projectId: string; confirmName: string },
): Promise<void> {
  if (input.projectId === DEFAULT_PROJECT_ID)
    throw new AssayError(
      'conflict',
      'The default project stays: it takes the traces that are sent without a key.',
    )
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ organisation_id: string }>(
      `UPDATE project SET deleted_at = $3 WHERE id = $1 AND name = $2 AND deleted_at IS NULL RETURNING organisation_id`,
      [input.projectId, input.confirmName, change.now],
    )
    const [row] = rows
    if (!row) {
      const found = await tx.query('SELECT 1 FROM project WHERE id = $1 AND deleted_at IS NULL', [
        input.projectId,
      ])
      if (found.rowCount !== 1) throw new AssayError('not_found', 'There is no such project.')
      throw new AssayError(
        'invalid',
        'The name does not match. Give the exact name of the project to delete it.',
        {
          errors: [{ path: 'confirmName', message: 'is not the name of the project' }],
        },
      )
    }
    await tx.query('UPDATE api_key SET revoked_at = $2 WHERE project_id = $1 AND revoked_at IS NULL', [
      input.projectId,
      change.now,
    ])
    await tx.query('UPDATE judge SET sealed_key = NULL WHERE project_id = $1', [input.projectId])
    await writeAudit(tx, change, {
      action: 'project.deleted',
      organisationId: row.organisation_id,
      projectId: input.projectId,
      details: { name: input.confirmName },
    })
  })
}
