import type { Pool } from 'pg'
import type { Backfill, BackfillBudget } from '@assay/contract/api/backfill'
import type { Change } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { changeState, type OneBackfill } from './change-state.ts'
import { findBackfill } from './find.ts'
import { dropQuestions, releaseQuestions } from './hold-questions.ts'

/**
 * Lets a paused backfill go on from its last durable position. @throws AssayError `not_found`, `conflict` unless it is paused.
 *
 * @param input.budget The whole budget from now on; null: as before. Without calls the questions that wait are dropped.
 */
export function resumeBackfill(
  pool: Pool,
  change: Change,
  input: OneBackfill & { budget: BackfillBudget | null },
): Promise<Backfill> {
  const { projectId, backfillId, budget } = input
  const { now } = change
  return inTransaction(pool, async (tx) => {
    await changeState(tx, change, {
      projectId,
      backfillId,
      from: ['paused'],
      to: 'queued',
      reason: null,
      action: 'backfill.resumed',
    })
    // How fast it was before says nothing of now.
    await tx.query('UPDATE backfill SET per_second = NULL WHERE id = $1', [backfillId])
    if (budget !== null)
      await tx.query(
        'UPDATE backfill SET budget_calls = $2::bigint, budget_usd = $3, judge_share = CASE WHEN $2::bigint = 0 THEN 0 ELSE judge_share END WHERE id = $1',
        [backfillId, budget.calls, budget.usd],
      )
    if (budget?.calls === 0) await dropQuestions(tx, backfillId)
    else await releaseQuestions(tx, { backfillId, now })
    return findBackfill(tx, { projectId, backfillId })
  })
}
