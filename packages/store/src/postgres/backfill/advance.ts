import type { Pool } from 'pg'
import { inTransaction } from '../in-transaction.ts'
import { addJudgeWork, type JudgeQuestion } from '../scoring/add-judge-work.ts'
import { buryTargets, type Burial } from '../scoring/bury-targets.ts'
import { holdQuestions } from './hold-questions.ts'
import type { BackfillCursor, OpenBackfill } from './open-turn.ts'

/** What came of one step, whose scores are on disk. */
export interface BackfillStep {
  cursor: BackfillCursor
  isWalked: boolean
  scored: number
  failed: number
  skipped: number
  scores: number
  dead: readonly Burial[]
  questions: readonly JudgeQuestion[]
  perSecond: number | null
}

/**
 * Moves a backfill on, with its counts, its dead letters and its questions in the same transaction. Answers whether it goes on: not when
 * it was paused meanwhile. A step of a turn that another one has followed changes nothing.
 */
export function advanceBackfill(
  pool: Pool,
  { backfillId, turn, projectId }: OpenBackfill,
  step: BackfillStep,
  { now, until }: { now: Date; until: Date },
): Promise<boolean> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ state: string }>(
      `UPDATE backfill SET cursor_ns = $3, cursor_id = $4, is_walked = $5, scored = scored + $6, failed = failed + $7, skipped = skipped + $8,
         scores = scores + $9, per_second = $10, attempts = 0, leased_until = CASE WHEN state = 'running' THEN $11::timestamptz END
       WHERE id = $1 AND turn = $2 AND state IN ('running', 'paused') RETURNING state`,
      [
        backfillId,
        turn,
        step.cursor.startNs.toString(),
        step.cursor.id,
        step.isWalked,
        step.scored,
        step.failed,
        step.skipped,
        step.scores,
        step.perSecond,
        until,
      ],
    )
    const [row] = rows
    if (!row) return false
    await buryTargets(tx, { projectId, dead: step.dead, now })
    await addJudgeWork(tx, { projectId, questions: step.questions, now, backfillId })
    if (row.state === 'running') return true
    await holdQuestions(tx, backfillId)
    return false
  })
}
