import type { Pool } from 'pg'
import type { KeyScope } from '@assay/contract/role'

/** A key that was recognised. */
export interface KeyIdentity {
  keyId: string
  projectId: string
  scopes: readonly KeyScope[]
}

/** The note of the last use is no finer than this, to spare writes. */
const USE_NOTED_EVERY_MS = 60_000

/** The key with this SHA-256, unless it or its project is gone; notes its use at most once a minute. */
export async function findKey(pool: Pool, hash: Buffer, now: Date): Promise<KeyIdentity | null> {
  const { rows } = await pool.query<{
    id: string
    project_id: string
    scopes: KeyScope[]
    last_used_at: Date | null
  }>(
    `SELECT k.id, k.project_id, k.scopes, k.last_used_at FROM api_key k JOIN project p ON p.id = k.project_id
     WHERE k.hash = $1 AND k.revoked_at IS NULL AND p.deleted_at IS NULL`,
    [hash],
  )
  const [row] = rows
  if (!row) return null
  const stale = new Date(now.getTime() - USE_NOTED_EVERY_MS)
  if (row.last_used_at === null || row.last_used_at <= stale)
    await pool.query(
      'UPDATE api_key SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at <= $3)',
      [row.id, now, stale],
    )
  return { keyId: row.id, projectId: row.project_id, scopes: row.scopes }
}
