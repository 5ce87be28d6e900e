import type { Pool } from 'pg'
import { storableError } from '../storable.ts'

const FIRST_DELAY_MS = 1_000
const MAX_DELAY_MS = 300_000

/**
 * Notes that work failed, and puts it off: 1 s, doubled each time up to five minutes.
 *
 * @param input.counts False where the work is not to blame, such as a store that is away: then it is put off by a tenth of its age,
 *   1 s to five minutes, so that a read that the store never bears does not come every second.
 */
export async function failWork(
  pool: Pool,
  input: { id: string; attempts: number; counts: boolean; error: string; now: Date },
): Promise<void> {
  const delayMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(input.attempts, 20))
  await pool.query(
    `UPDATE scoring_work SET attempts = attempts + $2::int, error = $3,
       due_at = CASE WHEN $2::int > 0 THEN $4::timestamptz ELSE $5::timestamptz +
         make_interval(secs => least($6::float8, greatest($7::float8, extract(epoch FROM $5::timestamptz - noted_at)::float8 / 10))) END
     WHERE id = $1`,
    [
      ...[
        input.id,
        input.counts ? 1 : 0,
        storableError(input.error),
        new Date(input.now.getTime() + delayMs),
      ],
      ...[input.now, MAX_DELAY_MS / 1_000, FIRST_DELAY_MS / 1_000],
    ],
  )
}
