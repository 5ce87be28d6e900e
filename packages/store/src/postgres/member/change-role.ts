import type { Pool } from 'pg'
import type { Member } from '@assay/contract/api/account'
import type { Role } from '@assay/contract/role'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { explainRefusal, OWNER_RULE } from './owner-rule.ts'
import { lockOrganisation } from './lock-organisation.ts'
import { MEMBER_COLUMNS, type MemberRow, toMember } from './member-row.ts'

/**
 * Gives a member another role.
 * @throws AssayError `forbidden` where a non-owner makes or changes an owner, `conflict` for the last owner, `not_found`.
 */
export function changeMemberRole(
  pool: Pool,
  change: Change,
  input: { organisationId: string; userId: string; role: Role },
): Promise<Member> {
  return inTransaction(pool, async (tx) => {
    const actorRole = await lockOrganisation(tx, input.organisationId, change.actor)
    if (input.role === 'owner' && actorRole !== 'owner')
      throw new AssayError('forbidden', 'Only an owner can make owners.')
    const { rows } = await tx.query<MemberRow>(
      `UPDATE membership m SET role = $4 FROM app_user u
       WHERE m.organisation_id = $1 AND m.user_id = $2 AND u.id = m.user_id AND ($4 = 'owner' OR ${OWNER_RULE})
       RETURNING ${MEMBER_COLUMNS}`,
      [input.organisationId, input.userId, actorRole === 'owner', input.role],
    )
    const [row] = rows
    if (!row) return explainRefusal(tx, input, actorRole)
    await writeAudit(tx, change, {
      action: 'member.role_changed',
      organisationId: input.organisationId,
      targetId: input.userId,
      details: { role: input.role },
    })
    return toMember(row)
  })
}
