import type { Pool, PoolClient } from 'pg'

/** Later than any question is asked. */
export const NEVER = new Date('9999-01-01T00:00:00Z')

/** Lets the questions of a backfill wait until it goes on. */
export async function holdQuestions(db: Pool | PoolClient, backfillId: string): Promise<void> {
  await db.query('UPDATE judge_work SET due_at = $2 WHERE backfill_id = $1', [backfillId, NEVER])
}

/** Makes the questions of a backfill due again. */
export async function releaseQuestions(
  tx: PoolClient,
  { backfillId, now }: { backfillId: string; now: Date },
): Promise<void> {
  await tx.query('UPDATE judge_work SET due_at = $2, error = NULL WHERE backfill_id = $1', [backfillId, now])
}

/** Deletes the questions of a backfill that nobody asks any more; answers that are under way are kept. */
export async function dropQuestions(tx: PoolClient, backfillId: string): Promise<void> {
  await tx.query('DELETE FROM judge_work WHERE backfill_id = $1', [backfillId])
}
