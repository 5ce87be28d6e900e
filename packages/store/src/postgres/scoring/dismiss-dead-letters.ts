import type { Pool } from 'pg'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'

/**
 * Takes letters off the list for good and answers how many there were; their targets stay without the score.
 *
 * @param input.deadLetterId null for all of the project.
 * @param input.until Only those that last failed until then: what a person has seen.
 */
export function dismissDeadLetters(
  pool: Pool,
  change: Change,
  input: { projectId: string; deadLetterId: string | null; until?: string | undefined },
): Promise<number> {
  const { projectId, deadLetterId, until } = input
  return inTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query(
      `DELETE FROM dead_letter WHERE project_id = $1 AND ($2::text IS NULL OR id = $2)
         AND ($3::timestamptz IS NULL OR died_at <= $3)`,
      [projectId, deadLetterId, until ?? null],
    )
    const dismissed = rowCount ?? 0
    if (deadLetterId === null)
      await tx.query('DELETE FROM dead_letter_dropped WHERE project_id = $1', [projectId])
    if (dismissed === 0) return 0
    const { rows } = await tx.query<{ organisation_id: string }>(
      'SELECT organisation_id FROM project WHERE id = $1',
      [projectId],
    )
    const [project] = rows
    await writeAudit(tx, change, {
      action: 'dead_letter.dismissed',
      ...(project && { organisationId: project.organisation_id }),
      projectId,
      ...(deadLetterId !== null && { targetId: deadLetterId }),
      details: { dismissed },
    })
    return dismissed
  })
}
