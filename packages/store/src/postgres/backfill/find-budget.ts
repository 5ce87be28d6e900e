import type { Pool } from 'pg'
import type { BackfillBudget } from '@assay/contract/api/backfill'

/** What a backfill may use in all, as it is now; nothing for one that was cancelled or is gone. */
export async function findBudget(pool: Pool, backfillId: string): Promise<BackfillBudget> {
  const { rows } = await pool.query<{ calls: number; usd: number | null }>(
    `SELECT budget_calls::float8 AS calls, budget_usd AS usd FROM backfill WHERE id = $1 AND state <> 'cancelled'`,
    [backfillId],
  )
  return rows[0] ?? { calls: 0, usd: 0 }
}
