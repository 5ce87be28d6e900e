import type { Pool } from 'pg'
import { inTransaction } from '../in-transaction.ts'
import type { JudgeQuestion } from './add-judge-work.ts'
import { buryTargets } from './bury-targets.ts'
import type { WaitingQuestion } from './take-judge-work.ts'

const MOST_ERROR_CHARACTERS = 2000

/** Ends questions that are answered or that nobody asks any more, and the dead letters that they tried again. */
export async function endJudgeWork(pool: Pool, ids: readonly string[]): Promise<void> {
  if (ids.length === 0) return
  await pool.query(
    `WITH ended AS (DELETE FROM judge_work WHERE id = ANY($1::text[]))
     DELETE FROM dead_letter WHERE retry_id = ANY($1::text[])`,
    [ids],
  )
}

/** Puts questions off, with the reason for people. @param input.counts False where the questions are not to blame. */
export async function putOffQuestions(
  pool: Pool,
  input: { ids: readonly string[]; until: Date; error: string | null; counts: boolean },
): Promise<void> {
  await pool.query(
    'UPDATE judge_work SET due_at = $2, error = coalesce($3, error), attempts = attempts + $4 WHERE id = ANY($1::text[])',
    [input.ids, input.until, input.error?.slice(0, MOST_ERROR_CHARACTERS) ?? null, input.counts ? 1 : 0],
  )
}

/** Puts off all questions to a judge, or those of one rule, that would be due before: asking them now has no sense. */
export async function putOffAll(
  pool: Pool,
  input: { judgeId: string; ruleId: string | null; until: Date; error: string },
): Promise<void> {
  await pool.query(
    'UPDATE judge_work SET due_at = $3, error = $4 WHERE judge_id = $1 AND ($2::text IS NULL OR rule_id = $2) AND due_at < $3',
    [input.judgeId, input.ruleId, input.until, input.error.slice(0, MOST_ERROR_CHARACTERS)],
  )
}

/** Gives a question up and puts its target on the list of what could not be scored, at once. */
export async function buryQuestion(
  pool: Pool,
  { question, error, now }: { question: WaitingQuestion; error: string; now: Date },
): Promise<void> {
  const { id, projectId, target, evaluator, attempts } = question
  await inTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query('DELETE FROM judge_work WHERE id = $1', [id])
    if (rowCount === 0) return
    const letter = {
      stage: 'judge',
      target,
      evaluator: evaluator.name,
      error,
      attempts: attempts + 1,
      question: toQuestion(question),
    } as const
    await buryTargets(tx, { projectId, dead: [letter], now })
  })
}

/** The question as it was before anybody asked it. */
const toQuestion = (asked: WaitingQuestion): JudgeQuestion => ({
  id: asked.id,
  ruleId: asked.ruleId,
  ruleVersion: asked.ruleVersion,
  judgeId: asked.judgeId,
  target: asked.target,
  evaluator: asked.evaluator,
  probability: asked.probability,
  sampling: asked.sampling,
  stratum: asked.stratum,
  priority: asked.priority,
})
