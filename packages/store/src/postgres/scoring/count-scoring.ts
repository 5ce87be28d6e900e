import type { Pool } from 'pg'

/** How much waits to be scored, and how much could not be. */
export interface ScoringCounts {
  works: number
  openTargets: number
  judgeQuestions: number
  deadLetters: number
}

/** Counts over all projects. */
export async function countScoring(pool: Pool): Promise<ScoringCounts> {
  const { rows } = await pool.query<{ works: number; open: number; questions: number; dead: number }>(
    `SELECT (SELECT count(*)::int FROM scoring_work) AS works, (SELECT count(*)::int FROM scoring_open) AS open,
       (SELECT count(*)::int FROM judge_work) AS questions, (SELECT count(*)::int FROM dead_letter) AS dead`,
  )
  const [row] = rows
  return {
    works: row?.works ?? 0,
    openTargets: row?.open ?? 0,
    judgeQuestions: row?.questions ?? 0,
    deadLetters: row?.dead ?? 0,
  }
}
