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
  'scores:write',
  /** Scores as a reviewer, which correct those of evaluators. */
  'labels:write',
  'rules:read',
  'rules:write',
  'judges:read',
  'judges:write',
] as const
export type Permission = (typeof PERMISSIONS)[number]

/** What each role may do in its organisation: the one table that the API enforces and the UI asks. */
export const ROLE_PERMISSIONS: Record<Role, readonly Permission[]> = {
  owner: [
    'traces:read',
    'scores:write',
    'labels:write',
    'project:read',
    'project:write',
    'keys:read',
    'keys:write',
    'members:read',
    'members:write',
    'organisation:write',
    'rules:read',
    'rules:write',
    'judges:read',
    'judges:write',
  ],
  admin: [
    'traces:read',
    'scores:write',
    'labels:write',
    'project:read',
    'project:write',
    'keys:read',
    'keys:write',
    'members:read',
    'members:write',
    'rules:read',
    'rules:write',
    'judges:read',
    'judges:write',
  ],
  engineer: [
    'traces:read',
    'scores:write',
    'labels:write',
    'project:read',
    'keys:read',
    'keys:write',
    'members:read',
    'rules:read',
    'rules:write',
    'judges:read',
  ],
  annotator: ['traces:read', 'scores:write', 'labels:write', 'project:read', 'rules:read'],
  viewer: ['traces:read', 'project:read', 'rules:read'],
}
