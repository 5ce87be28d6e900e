import type { Pool } from 'pg'
import { NEVER } from '../backfill/hold-questions.ts'
import { inTransaction } from '../in-transaction.ts'
import { storableError } from '../storable.ts'
import type { JudgeQuestion } from './add-judge-work.ts'
import { addRuleCounts } from './add-rule-counts.ts'
import { buryTargets } from './bury-targets.ts'
import type { WaitingQuestion } from './take-judge-work.ts'

/** What became of a question, as it is counted. */
export interface QuestionEnd {
  id: string
  what: 'judged' | 'judge_not_applicable' | 'judge_dropped'
  /** '' where nothing is to be told apart. */
  reason: string
}

/**
 * Ends questions that are answered or that nobody asks any more, and the dead letters that they tried again. In the same statement each
 * of a rule is counted once, whoever else ends it, and a pause that is over ends for good where its judge gave a verdict.
 */
export async function endJudgeWork(pool: Pool, ends: readonly QuestionEnd[], now: Date): Promise<void> {
  if (ends.length === 0) return
  await pool.query(
    `WITH ended AS (DELETE FROM judge_work w USING unnest($1::text[], $2::text[], $3::text[]) AS e (id, what, reason) WHERE w.id = e.id
       RETURNING w.project_id, w.rule_id, w.judge_id, w.backfill_id, w.question->'evaluator'->>'name' AS evaluator, e.what, e.reason),
     retried AS (DELETE FROM dead_letter WHERE retry_id = ANY($1::text[])),
     resumed AS (DELETE FROM judge_pause p USING ended e
       WHERE p.judge_id = e.judge_id AND p.rule_id IN ('', e.rule_id) AND p.until_at <= $4 AND e.what = 'judged')
     INSERT INTO rule_hour (project_id, rule_id, hour, what, evaluator, reason, times)
     SELECT project_id, rule_id, date_trunc('hour', $4::timestamptz, 'UTC'), what, evaluator, reason, count(*) FROM ended
     WHERE backfill_id IS NULL GROUP BY project_id, rule_id, what, evaluator, reason ORDER BY rule_id, what, evaluator, reason
     ON CONFLICT (rule_id, hour, what, evaluator, reason) DO UPDATE SET times = rule_hour.times + excluded.times`,
    [ends.map(({ id }) => id), ends.map(({ what }) => what), ends.map(({ reason }) => reason), now],
  )
}

/** Why questions wait: a name of a closed set, and the sentence for people. */
export interface WaitReason {
  reason: string
  error: string
}

/** Puts questions off and lets go of them; those of a paused backfill wait on until it goes on. @param input.why null leaves what stood there. @param input.counts False where the questions are not to blame. */
export async function putOffQuestions(
  pool: Pool,
  input: { ids: readonly string[]; until: Date; why: WaitReason | null; counts: boolean },
): Promise<void> {
  if (input.ids.length === 0) return
  const error = input.why && storableError(input.why.error)
  await pool.query(
    `UPDATE judge_work SET due_at = CASE WHEN due_at < $6 THEN $2 ELSE due_at END, leased_until = NULL, attempts = attempts + $3, reason = coalesce($4, reason),
       error = coalesce($5, error) WHERE id = ANY($1::text[])`,
    [input.ids, input.until, input.counts ? 1 : 0, input.why?.reason ?? null, error, NEVER],
  )
}

/** Gives a question up and puts its target on the list of what could not be scored, at once. */
export async function buryQuestion(
  pool: Pool,
  { question, why, now }: { question: WaitingQuestion; why: WaitReason; now: Date },
): Promise<void> {
  const { id, projectId, ruleId, target, evaluator, attempts, backfillId } = question
  await inTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query('DELETE FROM judge_work WHERE id = $1', [id])
    if (rowCount === 0) return
    const letter = {
      stage: 'judge',
      target,
      evaluator: evaluator.name,
      error: `${why.reason}: ${why.error}`,
      attempts: attempts + 1,
      question: toQuestion(question),
    } as const
    await buryTargets(tx, { projectId, dead: [letter], now })
    if (backfillId !== null) return
    const count = {
      ruleId,
      what: 'judge_failed',
      evaluator: evaluator.name,
      reason: why.reason,
      times: 1,
    } as const
    await addRuleCounts(tx, { projectId, counts: [count], now })
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
  evaluatorVersion: asked.evaluatorVersion,
  freeLabel: asked.freeLabel,
  probability: asked.probability,
  sampling: asked.sampling,
  stratum: asked.stratum,
  priority: asked.priority,
})
