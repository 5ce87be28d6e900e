import type { ScoreRow } from '@assay/contract/score-row'
import type { Judged, JudgeFailed } from '@assay/score/judge/judged'
import type { NotApplicable } from '@assay/score/evaluation'
import { pauseForReason } from '@assay/store/postgres/backfill/pause'
import {
  buryQuestion,
  endJudgeWork,
  putOffAll,
  putOffQuestions,
} from '@assay/store/postgres/scoring/end-judge-work'
import type { WaitingQuestion } from '@assay/store/postgres/scoring/take-judge-work'
import type { JudgingDeps } from './judging-deps.ts'
import type { OpenQuestion } from './take-questions.ts'
import { toJudgeRow } from './to-judge-row.ts'

/** Answers that asking again does not better. */
const FINAL: readonly string[] = ['unparseable', 'model_refused', 'refused_request', 'too_large']
/** Failures that say nothing about the question. */
const NOT_ITS_FAULT: readonly string[] = ['circuit_open', 'queue_full', 'budget_exhausted']
const MOST_ATTEMPTS = 5
const FIRST_DELAY_MS = 10_000
const MAX_DELAY_MS = 3_600_000
/** A question that nobody could pay for or answer in so long is given up. */
const LONGEST_WAIT_MS = 3 * 86_400_000
const DAY_MS = 86_400_000
/** Calls that end give back what they reserved too much, and the limit may be raised. */
const LOOK_AGAIN_MS = 60_000

/**
 * Keeps what came of a question: a score, written before the question is ended; a later attempt; or, where that has no sense, a dead letter
 * with the reason. A judge without budget or that is left alone puts off what else waits for it.
 */
export async function settleQuestion(
  deps: JudgingDeps,
  write: (row: ScoreRow) => Promise<void>,
  { question, read }: Pick<OpenQuestion, 'question' | 'read'>,
  { answer, version }: { answer: Judged | NotApplicable; version: string },
): Promise<void> {
  const { projectId, evaluator } = question
  if (answer.kind === 'not_applicable') {
    await endJudgeWork(deps.pool, [question.id])
    deps.metrics.ended(projectId, evaluator.name, 'not_applicable', answer.reason)
    return
  }
  deps.metrics.asked(projectId, answer.record)
  const { evaluation, record } = answer
  if (evaluation.kind === 'failed') {
    deps.metrics.ended(projectId, evaluator.name, 'failed', evaluation.reason)
    await settleFailure(deps, question, evaluation)
    return
  }
  await write(toJudgeRow(question, read, version, { ...answer, evaluation }))
  deps.metrics.ended(projectId, evaluator.name, 'scored', '')
  deps.plans.answered(question.ruleId, {
    stratum: question.stratum,
    value: evaluation.value,
    probability: question.probability,
    calls: record.attempts,
    usd: record.cost ?? 0,
  })
}

async function settleFailure(
  deps: JudgingDeps,
  question: WaitingQuestion,
  { reason, explanation, retryAfterMs }: JudgeFailed,
): Promise<void> {
  const { pool } = deps
  const { judgeId, ruleId, id, backfillId } = question
  const now = deps.now()
  const error = `${reason}: ${explanation}`
  const isTooOld = now.getTime() - question.notedAt.getTime() > LONGEST_WAIT_MS
  const isSpent = !NOT_ITS_FAULT.includes(reason) && question.attempts + 1 >= MOST_ATTEMPTS
  const isBroke = reason === 'budget_exhausted'
  if (isBroke && backfillId !== null) return pauseForReason(pool, { backfillId, reason: explanation })
  if ((isBroke || reason === 'circuit_open') && !isTooOld) {
    const midnight = (Math.floor(now.getTime() / DAY_MS) + 1) * DAY_MS
    const pauseMs = isBroke ? LOOK_AGAIN_MS : (retryAfterMs ?? FIRST_DELAY_MS)
    const until = new Date(Math.min(now.getTime() + pauseMs, midnight))
    await putOffAll(pool, { judgeId, ruleId: isBroke ? ruleId : null, until, error })
    return putOffQuestions(pool, { ids: [id], until, error, counts: false })
  }
  if (isTooOld || isSpent || FINAL.includes(reason)) return buryQuestion(pool, { question, error, now })
  const delayMs = Math.max(retryAfterMs ?? 0, FIRST_DELAY_MS * 2 ** question.attempts)
  const until = new Date(now.getTime() + Math.min(MAX_DELAY_MS, delayMs))
  await putOffQuestions(pool, { ids: [id], until, error, counts: !NOT_ITS_FAULT.includes(reason) })
}
