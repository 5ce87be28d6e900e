import type { Pool } from 'pg'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { explainRefusal, OWNER_RULE } from './owner-rule.ts'
import { lockOrganisation } from './lock-organisation.ts'

/**
 * Takes a person out of an organisation. An account without any organisation left is deleted with its sessions.
 * @throws AssayError `forbidden` where a non-owner removes an owner, `conflict` for the last owner, `not_found`.
 */
export function removeMember(
  pool: Pool,
  change: Change,
  input: { organisationId: string; userId: string },
): Promise<void> {
  return inTransaction(pool, async (tx) => {
    const actorRole = await lockOrganisation(tx, input.organisationId, change.actor)
    const removed = await tx.query(
      `DELETE FROM membership m WHERE m.organisation_id = $1 AND m.user_id = $2 AND ${OWNER_RULE} RETURNING 1`,
      [input.organisationId, input.userId, actorRole === 'owner'],
    )
    if (removed.rowCount !== 1) return explainRefusal(tx, input, actorRole)
    await tx.query(
      'DELETE FROM app_user u WHERE u.id = $1 AND NOT EXISTS (SELECT 1 FROM membership WHERE user_id = u.id)',
      [input.userId],
    )
    await writeAudit(tx, change, {
      action: 'member.removed',
      organisationId: input.organisationId,
      targetId: input.userId,
    })
  })
}
