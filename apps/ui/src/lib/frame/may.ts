import { ROLE_PERMISSIONS, type Permission, type Role } from '@assay/contract/role'

/** Whether a role is allowed something. The API decides; this spares people buttons that would be refused. */
export const may = (role: Role, permission: Permission): boolean =>
  ROLE_PERMISSIONS[role].includes(permission)
