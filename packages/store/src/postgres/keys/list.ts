import type { Pool } from 'pg'
import type { ApiKey } from '@assay/contract/api/account'
import { KEY_COLUMNS, type KeyRow, toApiKey } from './key-row.ts'

/** The keys of a project, revoked ones too, newest first, at most 1,000. Never a key itself. */
export async function listKeys(pool: Pool, projectId: string): Promise<ApiKey[]> {
  const { rows } = await pool.query<KeyRow>(
    `SELECT ${KEY_COLUMNS} FROM api_key k LEFT JOIN app_user u ON u.id = k.created_by
     WHERE k.project_id = $1 ORDER BY k.created_at DESC, k.id LIMIT 1000`,
    [projectId],
  )
  return rows.map(toApiKey)
}
