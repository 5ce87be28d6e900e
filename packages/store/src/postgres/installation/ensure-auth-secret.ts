import type { Pool } from 'pg'

/** The secret that signs session cookies: made at the first call, the same ever after, whichever process asks first. */
export async function ensureAuthSecret(pool: Pool, generate: () => string): Promise<string> {
  await pool.query('UPDATE installation SET auth_secret = $1 WHERE auth_secret IS NULL', [generate()])
  const { rows } = await pool.query<{ auth_secret: string }>('SELECT auth_secret FROM installation')
  const secret = rows[0]?.auth_secret
  if (!secret) throw new Error('The table installation has lost its row. Restore Postgres from a backup.')
  return secret
}
