import type { Pool } from 'pg'
import { storableError } from '../storable.ts'

const FIRST_DELAY_MS = 1_000
const MAX_DELAY_MS = 300_000

/**
 * Notes that work failed, and puts it off: 1 s, doubled each time up to five minutes.
 *
 * @param input.counts False where the work is not to blame, such as a store that is away.
 */
export async function failWork(
  pool: Pool,
  input: { id: string; attempts: number; counts: boolean; error: string; now: Date },
): Promise<void> {
  const delayMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(input.attempts, 20))
  await pool.query(
    `UPDATE scoring_work SET attempts = attempts + $2, error = $3, due_at = $4 WHERE id = $1`,
    [input.id, input.counts ? 1 : 0, storableError(input.error), new Date(input.now.getTime() + delayMs)],
  )
}
