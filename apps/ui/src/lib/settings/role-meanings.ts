import type { Role } from '@assay/contract/role'

/** What a role is for, in the fewest words. */
export const ROLE_MEANINGS: Record<Role, string> = {
  owner: 'everything, and other owners',
  admin: 'projects, keys, judges and members',
  engineer: 'traces, rules and API keys',
  annotator: 'reading and reviewing',
  viewer: 'reading',
}
