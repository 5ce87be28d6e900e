import type { PoolClient } from 'pg'
import { AssayError } from '@assay/contract/error'
import type { Role } from '@assay/contract/role'
import type { Actor } from '../change.ts'

/**
 * Makes changes of an organisation's members wait for each other, so that two owners cannot demote one another at once.
 * Answers the actor's role at that moment; the system acts as owner.
 */
export async function lockOrganisation(tx: PoolClient, organisationId: string, actor: Actor): Promise<Role> {
  const locked = await tx.query('SELECT 1 FROM organisation WHERE id = $1 FOR UPDATE', [organisationId])
  if (locked.rowCount !== 1) throw new AssayError('not_found', 'There is no such organisation.')
  if (actor.type === 'system') return 'owner'
  const { rows } = await tx.query<{ role: Role }>(
    'SELECT role FROM membership WHERE organisation_id = $1 AND user_id = $2',
    [organisationId, actor.id],
  )
  const role = rows[0]?.role
  if (!role) throw new AssayError('forbidden', 'Only a member of the organisation can do this.')
  return role
}
