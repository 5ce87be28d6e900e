import type { Pool } from 'pg'
import type { Member } from '@assay/contract/api/account'
import { MEMBER_COLUMNS, type MemberRow, toMember } from './member-row.ts'

/** The members of an organisation, first come first. */
export async function listMembers(pool: Pool, organisationId: string): Promise<Member[]> {
  const { rows } = await pool.query<MemberRow>(
    `SELECT ${MEMBER_COLUMNS} FROM membership m JOIN app_user u ON u.id = m.user_id
     WHERE m.organisation_id = $1 ORDER BY m.joined_at, u.id`,
    [organisationId],
  )
  return rows.map(toMember)
}
