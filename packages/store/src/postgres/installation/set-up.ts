import type { Pool } from 'pg'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { createUser, type NewUser } from '../people/create-user.ts'

/** The organisation that the migrations create, with the project `default` in it. */
const ORGANISATION_ID = 'default'

/**
 * Makes the owner account and names the organisation. Works once: of two racing calls one wins.
 * @throws AssayError `conflict` when the installation has its owner.
 */
export function setUp(
  pool: Pool,
  change: Omit<Change, 'actor'>,
  input: NewUser & { organisation: string },
): Promise<{ userId: string }> {
  return inTransaction(pool, async (tx) => {
    const won = await tx.query('UPDATE installation SET set_up_at = $1 WHERE set_up_at IS NULL RETURNING 1', [
      change.now,
    ])
    if (won.rowCount !== 1)
      throw new AssayError(
        'conflict',
        'This installation has its owner. Sign in, or ask the owner for an account.',
      )
    const userId = await createUser(tx, { ...change, actor: { type: 'system', id: null } }, input)
    await tx.query('UPDATE organisation SET name = $1 WHERE id = $2', [input.organisation, ORGANISATION_ID])
    await tx.query(
      `INSERT INTO membership (organisation_id, user_id, role, joined_at) VALUES ($1, $2, 'owner', $3)`,
      [ORGANISATION_ID, userId, change.now],
    )
    await writeAudit(
      tx,
      { ...change, actor: { type: 'user', id: userId } },
      {
        action: 'installation.set_up',
        organisationId: ORGANISATION_ID,
        targetId: userId,
      },
    )
    return { userId }
  })
}
