import type { Pool } from 'pg'
import type { ApiKeyCreated } from '@assay/contract/api/account'
import { AssayError } from '@assay/contract/error'
import type { KeyScope } from '@assay/contract/role'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { formatKey, hashKey, SHOWN_CHARACTERS } from './hash-key.ts'
import { KEY_COLUMNS, type KeyRow, toApiKey } from './key-row.ts'

/**
 * Makes a key of a project from 32 random bytes. The answer is the only place that ever holds the key: the table keeps
 * its SHA-256. @throws AssayError `not_found` without the project.
 */
export function createKey(
  pool: Pool,
  change: Change,
  input: { projectId: string; name: string; scopes: KeyScope[]; random: Uint8Array },
): Promise<ApiKeyCreated> {
  const key = formatKey(input.random)
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<KeyRow & { organisation_id: string }>(
      `WITH k AS (
         INSERT INTO api_key (id, project_id, name, prefix, hash, scopes, created_at, created_by)
         SELECT $1, p.id, $3, $4, $5, $6, $7, $8 FROM project p WHERE p.id = $2 AND p.deleted_at IS NULL
         RETURNING *)
       SELECT ${KEY_COLUMNS}, p.organisation_id FROM k JOIN project p ON p.id = k.project_id
       LEFT JOIN app_user u ON u.id = k.created_by`,
      [
        change.newId(),
        input.projectId,
        input.name,
        key.slice(0, SHOWN_CHARACTERS),
        hashKey(key),
        [...new Set(input.scopes)],
        change.now,
        change.actor.id,
      ],
    )
    const [row] = rows
    if (!row) throw new AssayError('not_found', 'There is no such project.')
    await writeAudit(tx, change, {
      action: 'key.created',
      organisationId: row.organisation_id,
      projectId: input.projectId,
      targetId: row.id,
      details: { name: input.name, prefix: row.prefix, scopes: row.scopes },
    })
    return { ...toApiKey(row), key }
  })
}
