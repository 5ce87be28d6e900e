import type { Pool } from 'pg'

/**
 * Lowers the share of some noted work, before any of it is scored: the share that stands is the one that every run of it uses, and answers
 * it.
 */
export async function thinWork(pool: Pool, { id, share }: { id: string; share: number }): Promise<number> {
  const { rows } = await pool.query<{ share: number }>(
    'UPDATE scoring_work SET share = least(share, $2) WHERE id = $1 RETURNING share',
    [id, share],
  )
  return rows[0]?.share ?? share
}
