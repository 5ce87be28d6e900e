import type { Pool } from 'pg'
import type { Member } from '@assay/contract/api/account'
import { AssayError } from '@assay/contract/error'
import type { Role } from '@assay/contract/role'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { createUser } from '../people/create-user.ts'
import { lockOrganisation } from './lock-organisation.ts'
import { MEMBER_COLUMNS, type MemberRow, toMember } from './member-row.ts'

/**
 * Adds a person to an organisation; an e-mail without an account gets one with the given password.
 * @throws AssayError `forbidden` where a non-owner makes an owner, `conflict` for a member, `invalid` without a password.
 */
export function addMember(
  pool: Pool,
  change: Change,
  input: { organisationId: string; name: string; email: string; role: Role; passwordHash: string | null },
): Promise<Member> {
  return inTransaction(pool, async (tx) => {
    const actorRole = await lockOrganisation(tx, input.organisationId, change.actor)
    if (input.role === 'owner' && actorRole !== 'owner')
      throw new AssayError('forbidden', 'Only an owner can make owners.')
    const found = await tx.query<{ id: string }>('SELECT id FROM app_user WHERE email = $1', [
      input.email.toLowerCase(),
    ])
    let userId = found.rows[0]?.id
    if (userId === undefined) {
      if (input.passwordHash === null)
        throw new AssayError('invalid', 'This person has no account yet: give a first password.', {
          errors: [{ path: 'password', message: 'a new account needs a password' }],
        })
      userId = await createUser(tx, change, { ...input, passwordHash: input.passwordHash })
    }
    const added = await tx.query(
      `INSERT INTO membership (organisation_id, user_id, role, joined_at) VALUES ($1, $2, $3, $4)
       ON CONFLICT DO NOTHING RETURNING 1`,
      [input.organisationId, userId, input.role, change.now],
    )
    if (added.rowCount !== 1) throw new AssayError('conflict', 'This person is a member.')
    await writeAudit(tx, change, {
      action: 'member.added',
      organisationId: input.organisationId,
      targetId: userId,
      details: { role: input.role },
    })
    const { rows } = await tx.query<MemberRow>(
      `SELECT ${MEMBER_COLUMNS} FROM membership m JOIN app_user u ON u.id = m.user_id
       WHERE m.organisation_id = $1 AND m.user_id = $2`,
      [input.organisationId, userId],
    )
    const [row] = rows
    if (!row) throw new AssayError('conflict', 'The account was removed meanwhile.')
    return toMember(row)
  })
}
