import type { Pool } from 'pg'
import { inTransaction } from '../in-transaction.ts'

/** Letters that one call tries again, the newest. */
const MOST_AT_ONCE = 500

/**
 * Makes work of dead letters again, due at once, and answers how many there were.
 *
 * @param input.deadLetterId null for all of the project, at most 500.
 */
export async function retryDeadLetters(
  pool: Pool,
  input: { projectId: string; deadLetterId: string | null; now: Date; newId: () => string },
): Promise<number> {
  const { projectId, deadLetterId, now, newId } = input
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ target: unknown }>(
      `DELETE FROM dead_letter WHERE project_id = $1 AND id IN
         (SELECT id FROM dead_letter WHERE project_id = $1 AND ($2::text IS NULL OR id = $2) ORDER BY died_at DESC LIMIT $3)
       RETURNING target`,
      [projectId, deadLetterId, MOST_AT_ONCE],
    )
    // Two evaluators may have failed on one target, which is scored once.
    const targets = new Map(rows.map(({ target }) => [JSON.stringify(target), target]))
    if (targets.size > 0)
      await tx.query(
        'INSERT INTO scoring_work (id, project_id, targets, arrived_at, due_at) VALUES ($1, $2, $3, $4, $4)',
        [`retried.${newId()}`, projectId, JSON.stringify([...targets.values()]), now],
      )
    return rows.length
  })
}
