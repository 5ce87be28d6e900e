import type { Pool } from 'pg'
import { inTransaction } from '../in-transaction.ts'
import { addJudgeWork, type JudgeQuestion } from './add-judge-work.ts'

/** Letters that one call tries again, the newest. */
const MOST_AT_ONCE = 500

/**
 * Makes work of dead letters again, due at once, and answers how many there were: targets are scored anew, questions asked anew. The
 * letters stay until that has an end, and those that are being tried again are left alone.
 *
 * @param input.deadLetterId null for all of the project, at most 500.
 */
export async function retryDeadLetters(
  pool: Pool,
  input: { projectId: string; deadLetterId: string | null; now: Date; newId: () => string },
): Promise<number> {
  const { projectId, deadLetterId, now, newId } = input
  const workId = `retried.${newId()}`
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ target: unknown; question: JudgeQuestion | null }>(
      `UPDATE dead_letter SET retry_id = coalesce(question->>'id', $4) WHERE project_id = $1 AND retry_id IS NULL AND id IN
         (SELECT id FROM dead_letter WHERE project_id = $1 AND retry_id IS NULL AND ($2::text IS NULL OR id = $2)
          ORDER BY died_at DESC LIMIT $3 FOR UPDATE SKIP LOCKED)
       RETURNING target, question`,
      [projectId, deadLetterId, MOST_AT_ONCE, workId],
    )
    const questions = rows.flatMap(({ question }) => question ?? [])
    await addJudgeWork(tx, { projectId, questions, now })
    // Two evaluators may have failed on one target, which is scored once.
    const targets = new Map(
      rows.flatMap(({ target, question }) => (question === null ? [[JSON.stringify(target), target]] : [])),
    )
    if (targets.size > 0)
      await tx.query(
        'INSERT INTO scoring_work (id, project_id, targets, arrived_at, due_at) VALUES ($1, $2, $3, $4, $4)',
        [workId, projectId, JSON.stringify([...targets.values()]), now],
      )
    return rows.length
  })
}
