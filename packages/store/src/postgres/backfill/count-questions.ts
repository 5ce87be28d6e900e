import type { Pool } from 'pg'

/** How many questions of a backfill wait for judges? */
export async function countQuestions(pool: Pool, backfillId: string): Promise<number> {
  const { rows } = await pool.query<{ questions: number }>(
    'SELECT count(*)::int AS questions FROM judge_work WHERE backfill_id = $1',
    [backfillId],
  )
  return rows[0]?.questions ?? 0
}
