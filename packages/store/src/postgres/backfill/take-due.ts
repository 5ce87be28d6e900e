import type { Pool } from 'pg'

/** A turn of a backfill that a worker is asked for. */
export interface BackfillTurn {
  backfillId: string
  turn: number
}

/** Backfills that are worked at the same time, in all processes together. */
const AT_ONCE = 2

/**
 * Takes backfills that may go on, the one that waits longest first. Each has its next turn, and is taken again when `until` has passed and
 * nobody said that he works at it: the queue may have lost it, or its process may have been killed. The rate of such a one is not known any more.
 */
export async function takeDueBackfills(
  pool: Pool,
  { now, until }: { now: Date; until: Date },
): Promise<BackfillTurn[]> {
  const { rows } = await pool.query<{ id: string; turn: number }>(
    `UPDATE backfill SET turn = turn + 1, leased_until = $2, per_second = CASE WHEN leased_until IS NULL THEN per_second END WHERE id IN
       (SELECT id FROM backfill
        WHERE state IN ('queued', 'running') AND due_at <= $1 AND (leased_until IS NULL OR leased_until <= $1) ORDER BY due_at
        LIMIT greatest(0, $3 - (SELECT count(*) FROM backfill WHERE state IN ('queued', 'running') AND leased_until > $1))
        FOR UPDATE SKIP LOCKED)
     RETURNING id, turn`,
    [now, until, AT_ONCE],
  )
  return rows.map(({ id, turn }) => ({ backfillId: id, turn }))
}
