import type { KeyScope, Permission } from '@assay/contract/role'

/** What each scope of a key may do in the key's project. The collectors ask for `ingest`, with which an app may send scores and
 * its users' feedback too, but no labels of reviewers: apps are where keys leak, and labels correct other scores. */
export const SCOPE_PERMISSIONS: Record<KeyScope, readonly Permission[]> = {
  ingest: ['scores:write'],
  read: ['traces:read', 'project:read', 'rules:read'],
  admin: [
    'traces:read',
    'scores:write',
    'labels:write',
    'project:read',
    'project:write',
    'keys:read',
    'keys:write',
    'rules:read',
    'rules:write',
    'judges:read',
    'judges:write',
  ],
}

/** Permissions of a key with these scopes. */
export const permissionsOfScopes = (scopes: readonly KeyScope[]): ReadonlySet<Permission> =>
  new Set(scopes.flatMap((scope) => SCOPE_PERMISSIONS[scope]))
