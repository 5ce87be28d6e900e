import type { Pool } from 'pg'
import { storableError } from '../storable.ts'
import type { BackfillTurn } from './take-due.ts'

const NOTHING = 'Nothing that the rule draws started in this range.'

/** Gives a backfill back, to be taken up again at some time. @param input.attempts Failures in a row. @param input.isStopping The process ends, so that its rate says nothing any more. */
export async function putOffBackfill(
  pool: Pool,
  { backfillId, turn }: BackfillTurn,
  { dueAt, attempts, isStopping = false }: { dueAt: Date; attempts: number; isStopping?: boolean },
): Promise<void> {
  await pool.query(
    `UPDATE backfill SET due_at = $3, attempts = $4, leased_until = NULL, per_second = CASE WHEN NOT $5::boolean THEN per_second END
     WHERE id = $1 AND turn = $2`,
    [backfillId, turn, dueAt, attempts, isStopping],
  )
}

/** Ends a backfill that runs: done, with the reason where there was nothing to do or what was left undone, or failed for one. */
export async function endBackfill(
  pool: Pool,
  { backfillId, turn }: BackfillTurn,
  end: ({ state: 'done' } | { state: 'failed'; reason: string }) & { now: Date },
): Promise<void> {
  const reason = end.state === 'failed' ? storableError(end.reason) : null
  await pool.query(
    `UPDATE backfill SET state = $3, reason = coalesce($4, CASE WHEN scored + failed + skipped = 0 THEN $6 END, reason), ended_at = $5, leased_until = NULL WHERE id = $1 AND turn = $2 AND state = 'running'`,
    [backfillId, turn, end.state, reason, end.now, NOTHING],
  )
}

/** Says that somebody still works at this turn. */
export async function renewTurn(pool: Pool, { backfillId, turn }: BackfillTurn, until: Date): Promise<void> {
  await pool.query(
    `UPDATE backfill SET leased_until = $3 WHERE id = $1 AND turn = $2 AND leased_until IS NOT NULL`,
    [backfillId, turn, until],
  )
}
