import type { ApiKey } from '@assay/contract/api/account'
import type { KeyScope } from '@assay/contract/role'

/** Columns of a key over `api_key k` and, for its maker's name, `app_user u`; a key may be made by another key, too. */
export const KEY_COLUMNS = `k.id, k.name, k.prefix, k.scopes, k.created_at,
  coalesce(u.name, (SELECT maker.name FROM api_key maker WHERE maker.id = k.created_by), k.created_by) AS created_by,
  k.last_used_at, k.revoked_at`

export interface KeyRow {
  id: string
  name: string
  prefix: string
  scopes: KeyScope[]
  created_at: Date
  created_by: string | null
  last_used_at: Date | null
  revoked_at: Date | null
}

export const toApiKey = (row: KeyRow): ApiKey => ({
  id: row.id,
  name: row.name,
  prefix: row.prefix,
  scopes: row.scopes,
  createdAt: row.created_at.toISOString(),
  createdBy: row.created_by,
  lastUsedAt: row.last_used_at?.toISOString() ?? null,
  revokedAt: row.revoked_at?.toISOString() ?? null,
})
