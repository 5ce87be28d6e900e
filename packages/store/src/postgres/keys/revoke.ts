import type { Pool } from 'pg'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'

/**
 * Revokes a key for good. Processes that have it in memory refuse it within five seconds.
 * @throws AssayError `conflict` when it was revoked before, `not_found`.
 */
export function revokeKey(
  pool: Pool,
  change: Change,
  input: { projectId: string; keyId: string },
): Promise<void> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ prefix: string; organisation_id: string }>(
      `UPDATE api_key k SET revoked_at = $3 FROM project p
       WHERE k.id = $1 AND k.project_id = $2 AND p.id = k.project_id AND k.revoked_at IS NULL
       RETURNING k.prefix, p.organisation_id`,
      [input.keyId, input.projectId, change.now],
    )
    const [row] = rows
    if (!row) {
      const found = await tx.query('SELECT 1 FROM api_key WHERE id = $1 AND project_id = $2', [
        input.keyId,
        input.projectId,
      ])
      if (found.rowCount !== 1) throw new AssayError('not_found', 'There is no such key.')
      throw new AssayError('conflict', 'This key was revoked before.')
    }
    await writeAudit(tx, change, {
      action: 'key.revoked',
      organisationId: row.organisation_id,
      projectId: input.projectId,
      targetId: input.keyId,
      details: { prefix: row.prefix },
    })
  })
}
