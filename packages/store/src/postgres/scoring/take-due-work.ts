import type { Pool } from 'pg'
import { QUEUE_MS } from './note-work.ts'

/** Ids of work that the queue lost or that failed and is due, oldest first; they are due again when the queue had its time. */
export async function takeDueWork(
  pool: Pool,
  { now, limit }: { now: Date; limit: number },
): Promise<string[]> {
  const { rows } = await pool.query<{ id: string }>(
    `UPDATE scoring_work SET due_at = $2 WHERE id IN
       (SELECT id FROM scoring_work WHERE due_at <= $1 ORDER BY due_at LIMIT $3 FOR UPDATE SKIP LOCKED)
     RETURNING id`,
    [now, new Date(now.getTime() + QUEUE_MS), limit],
  )
  return rows.map(({ id }) => id)
}
