import type { KeyScope, Permission } from '@assay/contract/role'

/** What each scope of a key may do in the key's project. The collectors ask for `ingest`; the API grants it nothing. */
export const SCOPE_PERMISSIONS: Record<KeyScope, readonly Permission[]> = {
  ingest: [],
  read: ['traces:read', 'project:read'],
  admin: ['traces:read', 'project:read', 'project:write', 'keys:read', 'keys:write'],
}

/** Permissions of a key with these scopes. */
export const permissionsOfScopes = (scopes: readonly KeyScope[]): ReadonlySet<Permission> =>
  new Set(scopes.flatMap((scope) => SCOPE_PERMISSIONS[scope]))
