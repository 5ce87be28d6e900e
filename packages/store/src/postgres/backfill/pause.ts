import type { Pool } from 'pg'
import type { Backfill } from '@assay/contract/api/backfill'
import type { Change } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { changeState, type OneBackfill } from './change-state.ts'
import { findBackfill } from './find.ts'
import { dropQuestions, holdQuestions } from './hold-questions.ts'

/** Stops a backfill after the step under way, until it is resumed. @throws AssayError `not_found`, `conflict` unless it is queued or runs. */
export function pauseBackfill(pool: Pool, change: Change, input: OneBackfill): Promise<Backfill> {
  return inTransaction(pool, async (tx) => {
    await changeState(tx, change, {
      ...input,
      from: ['queued', 'running'],
      to: 'paused',
      reason: 'Somebody paused it.',
      action: 'backfill.paused',
    })
    await holdQuestions(tx, input.backfillId)
    return findBackfill(tx, input)
  })
}

/** Pauses one that runs because it cannot go on by itself. One that is over loses its questions: nobody would let them go on. */
export async function pauseForReason(
  pool: Pool,
  { backfillId, reason }: { backfillId: string; reason: string },
): Promise<void> {
  await inTransaction(pool, async (tx) => {
    await tx.query(
      `UPDATE backfill SET state = 'paused', reason = $2, leased_until = NULL WHERE id = $1 AND state IN ('queued', 'running')`,
      [backfillId, reason],
    )
    const { rowCount } = await tx.query(`SELECT 1 FROM backfill WHERE id = $1 AND state = 'paused'`, [
      backfillId,
    ])
    await (rowCount === 1 ? holdQuestions : dropQuestions)(tx, backfillId)
  })
}
