import type { PoolClient } from 'pg'
import { AssayError } from '@assay/contract/error'
import type { Role } from '@assay/contract/role'

/**
 * Condition on `membership m` of organisation $1 and user $2: an owner may lose that role only where another owner stays,
 * and only by an owner ($3: the actor is one).
 */
export const OWNER_RULE = `(m.role <> 'owner' OR ($3::boolean AND EXISTS (
  SELECT 1 FROM membership o WHERE o.organisation_id = $1 AND o.role = 'owner' AND o.user_id <> $2)))`

/** Says why a conditional write on a member changed nothing. */
export async function explainRefusal(
  tx: PoolClient,
  at: { organisationId: string; userId: string },
  actorRole: Role,
): Promise<never> {
  const { rowCount } = await tx.query(
    'SELECT 1 FROM membership WHERE organisation_id = $1 AND user_id = $2',
    [at.organisationId, at.userId],
  )
  if (rowCount !== 1) throw new AssayError('not_found', 'There is no such member.')
  if (actorRole !== 'owner') throw new AssayError('forbidden', 'Only an owner can change or remove an owner.')
  throw new AssayError(
    'conflict',
    'The last owner cannot be removed or demoted. Make somebody else an owner first.',
  )
}
