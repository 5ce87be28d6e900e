import type { Pool } from 'pg'
import type { Backfill } from '@assay/contract/api/backfill'
import type { Change } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { changeState, type OneBackfill } from './change-state.ts'
import { findBackfill } from './find.ts'
import { dropQuestions } from './hold-questions.ts'

/** Ends a backfill for good; the scores that it made stay. @throws AssayError `not_found`, `conflict` when it is over. */
export function cancelBackfill(pool: Pool, change: Change, input: OneBackfill): Promise<Backfill> {
  return inTransaction(pool, async (tx) => {
    await changeState(tx, change, {
      ...input,
      from: ['queued', 'running', 'paused'],
      to: 'cancelled',
      reason: null,
      action: 'backfill.cancelled',
    })
    await dropQuestions(tx, input.backfillId)
    return findBackfill(tx, input)
  })
}
