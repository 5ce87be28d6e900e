import type { Member } from '@assay/contract/api/account'
import type { Role } from '@assay/contract/role'

/** Columns of a member over `membership m` and `app_user u`. */
export const MEMBER_COLUMNS = 'u.id AS user_id, u.name, u.email, m.role, m.joined_at'

export interface MemberRow {
  user_id: string
  name: string
  email: string
  role: Role
  joined_at: Date
}

export const toMember = (row: MemberRow): Member => ({
  userId: row.user_id,
  name: row.name,
  email: row.email,
  role: row.role,
  joinedAt: row.joined_at.toISOString(),
})
