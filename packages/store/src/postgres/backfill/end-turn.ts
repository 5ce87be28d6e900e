import type { Pool } from 'pg'
import type { BackfillTurn } from './take-due.ts'

const MOST_REASON_CHARACTERS = 1000

/** Gives a backfill back, to be taken up again at some time. @param input.attempts Failures in a row. */
export async function putOffBackfill(
  pool: Pool,
  { backfillId, turn }: BackfillTurn,
  { dueAt, attempts }: { dueAt: Date; attempts: number },
): Promise<void> {
  await pool.query(
    `UPDATE backfill SET due_at = $3, attempts = $4, leased_until = NULL WHERE id = $1 AND turn = $2`,
    [backfillId, turn, dueAt, attempts],
  )
}

/** Ends a backfill that runs: done, or failed for a reason. */
export async function endBackfill(
  pool: Pool,
  { backfillId, turn }: BackfillTurn,
  end: { state: 'done' | 'failed'; reason: string | null; now: Date },
): Promise<void> {
  await pool.query(
    `UPDATE backfill SET state = $3, reason = $4, ended_at = $5, leased_until = NULL WHERE id = $1 AND turn = $2 AND state = 'running'`,
    [backfillId, turn, end.state, end.reason?.slice(0, MOST_REASON_CHARACTERS) ?? null, end.now],
  )
}
