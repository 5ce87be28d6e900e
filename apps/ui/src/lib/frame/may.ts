import type { Permission, Role } from '@assay/contract/role'

/** Permissions that the pages ask about; the API decides, this only spares people buttons that would be refused. */
const NEEDS: Record<Permission, readonly Role[]> = {
  'traces:read': ['owner', 'admin', 'engineer', 'annotator', 'viewer'],
  'project:read': ['owner', 'admin', 'engineer', 'annotator', 'viewer'],
  'project:write': ['owner', 'admin'],
  'keys:read': ['owner', 'admin', 'engineer'],
  'keys:write': ['owner', 'admin', 'engineer'],
  'members:read': ['owner', 'admin', 'engineer'],
  'members:write': ['owner', 'admin'],
  'organisation:write': ['owner'],
}

/** Whether a role is likely to be allowed something. */
export const may = (role: Role, permission: Permission): boolean => NEEDS[permission].includes(role)
