import type { Pool } from 'pg'
import { AssayError } from '@assay/contract/error'
import { inTransaction } from '../in-transaction.ts'
import { QUEUE_MS } from './note-work.ts'

/** Makes work of a dead letter again and answers the work's id. @throws AssayError `not_found` */
export async function retryDeadLetter(
  pool: Pool,
  input: { projectId: string; deadLetterId: string; now: Date; newId: () => string },
): Promise<string> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ target: unknown }>(
      'DELETE FROM dead_letter WHERE id = $1 AND project_id = $2 RETURNING target',
      [input.deadLetterId, input.projectId],
    )
    const [row] = rows
    if (!row)
      throw new AssayError('not_found', 'There is no such entry; it may have been tried again already.')
    const id = `retried.${input.newId()}`
    await tx.query(
      'INSERT INTO scoring_work (id, project_id, targets, arrived_at, due_at) VALUES ($1, $2, $3, $4, $5)',
      [
        id,
        input.projectId,
        JSON.stringify([row.target]),
        input.now,
        new Date(input.now.getTime() + QUEUE_MS),
      ],
    )
    return id
  })
}
