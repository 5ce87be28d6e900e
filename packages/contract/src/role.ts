/** Roles of a person in an organisation, from all rights to few. */
export const ROLES = ['owner', 'admin', 'engineer', 'annotator', 'viewer'] as const
export type Role = (typeof ROLES)[number]

/** Scopes of an API key. */
export const KEY_SCOPES = ['ingest', 'read', 'admin'] as const
export type KeyScope = (typeof KEY_SCOPES)[number]

/** What a route demands; every route names exactly one. */
export const PERMISSIONS = [
  'traces:read',
  'project:read',
  'project:write',
  'keys:read',
  'keys:write',
  'members:read',
  'members:write',
  'organisation:write',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** What each role may do in its organisation: the one table that the API enforces and the UI asks. */
export const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  owner: [
    'traces:read',
    'project:read',
    'project:write',
    'keys:read',
    'keys:write',
    'members:read',
    'members:write',
    'organisation:write',
  ],
  admin: [
    'traces:read',
    'project:read',
    'project:write',
    'keys:read',
    'keys:write',
    'members:read',
    'members:write',
  ],
  engineer: ['traces:read', 'project:read', 'keys:read', 'keys:write', 'members:read'],
  annotator: ['traces:read', 'project:read'],
  viewer: ['traces:read', 'project:read'],
}
