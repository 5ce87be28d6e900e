import type { Pool } from 'pg'
import type { Role } from '@assay/contract/role'

/** The role of a person in an organisation; null where the person is no member. */
export async function findRole(pool: Pool, organisationId: string, userId: string): Promise<Role | null> {
  const { rows } = await pool.query<{ role: Role }>(
    'SELECT role FROM membership WHERE organisation_id = $1 AND user_id = $2',
    [organisationId, userId],
  )
  return rows[0]?.role ?? null
}
