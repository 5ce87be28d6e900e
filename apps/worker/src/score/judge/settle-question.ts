import type { Judged, JudgeFailed } from '@assay/score/judge/judged'
import type { NotApplicable } from '@assay/score/evaluation'
import { pauseForReason } from '@assay/store/postgres/backfill/pause'
import { buryQuestion, endJudgeWork, putOffQuestions } from '@assay/store/postgres/scoring/end-judge-work'
import type { WaitingQuestion } from '@assay/store/postgres/scoring/take-judge-work'
import type { Pause } from './judge-pauses.ts'
import type { JudgingDeps } from './judging-deps.ts'
import type { OpenQuestion } from './take-questions.ts'
import { toJudgeRow } from './to-judge-row.ts'
import type { WriteVerdict } from './write-verdicts.ts'

/** Answers that asking again does not better. */
const FINAL: readonly string[] = ['unparseable', 'model_refused', 'refused_request', 'too_large']
/** Failures that say nothing about the question: it waits as long as they last. */
const NOT_ITS_FAULT: readonly string[] = [
  ...['circuit_open', 'queue_full', 'budget_exhausted', 'budget_unreachable'],
  ...['network', 'rate_limited', 'quota_exhausted', 'unauthorised', 'redirected'],
]
const MOST_ATTEMPTS = 5
const FIRST_DELAY_MS = 10_000
const MAX_DELAY_MS = 3_600_000
const DAY_MS = 86_400_000
/** Calls that end give back what they reserved too much. */
const LOOK_AGAIN_MS = 10_000

/** What settling needs beside the stores. */
export interface Settling {
  write: WriteVerdict
  pause: Pause
}

/**
 * Keeps what came of a question: a score, written before the question is ended; a later attempt; or, where that has no sense, a dead letter
 * with the reason. A rule without budget is paused as a whole.
 */
export async function settleQuestion(
  deps: JudgingDeps,
  { write, pause }: Settling,
  { question, read }: Pick<OpenQuestion, 'question' | 'read'>,
  { answer, version }: { answer: Judged | NotApplicable; version: string },
): Promise<void> {
  const { projectId, evaluator } = question
  if (answer.kind === 'not_applicable') {
    const { reason } = answer
    await endJudgeWork(deps.pool, [{ id: question.id, what: 'judge_not_applicable', reason }], deps.now())
    deps.metrics.ended(projectId, evaluator.name, 'not_applicable', reason)
    return
  }
  const { evaluation, record } = answer
  const isMisquoted = restsOnNothing(answer)
  deps.metrics.asked(projectId, record)
  const unparseable = record.problems.filter((problem) => problem.startsWith('unparseable')).length
  deps.meter.judged(question, unparseable, evaluation.kind === 'failed' ? null : isMisquoted)
  if (evaluation.kind === 'failed') {
    deps.metrics.ended(projectId, evaluator.name, 'failed', evaluation.reason)
    const keep = () => write({ row: toJudgeRow(question, read, version, answer), end: null })
    await settleFailure(deps, { pause, keep }, question, evaluation)
    return
  }
  const row = toJudgeRow(question, read, version, answer)
  await write({ row, end: { what: 'judged', reason: isMisquoted ? 'quote_not_found' : '' } })
  deps.metrics.ended(projectId, evaluator.name, 'scored', '')
  deps.plans.answered(question.ruleId, {
    stratum: question.stratum,
    value: evaluation.value,
    probability: question.probability,
    calls: record.attempts,
    usd: record.cost ?? 0,
  })
}

/** @param how.keep Writes that the judge gave no verdict, where it is not asked again. */
async function settleFailure(
  deps: JudgingDeps,
  { pause, keep }: { pause: Pause; keep: () => Promise<void> },
  question: WaitingQuestion,
  { reason, explanation, retryAfterMs }: JudgeFailed,
): Promise<void> {
  const { pool } = deps
  const { id, projectId, judgeId, ruleId, attempts, backfillId } = question
  const nowMs = deps.now().getTime()
  const why = { reason, error: explanation }
  const isItsFault = !NOT_ITS_FAULT.includes(reason)
  if (FINAL.includes(reason) || (isItsFault && attempts + 1 >= MOST_ATTEMPTS)) {
    await keep()
    return buryQuestion(pool, { question, why, now: deps.now() })
  }
  if (reason === 'budget_exhausted' && backfillId !== null) {
    await putOffQuestions(pool, { ids: [id], until: deps.now(), why, counts: false })
    return pauseForReason(pool, { backfillId, reason: explanation })
  }
  if (reason === 'budget_exhausted') {
    const midnight = (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS
    const until = new Date(Math.min(nowMs + LOOK_AGAIN_MS, midnight))
    await pause({ projectId, judgeId, ruleId, ...why, until })
    return putOffQuestions(pool, { ids: [id], until: deps.now(), why, counts: false })
  }
  const delayMs = Math.min(MAX_DELAY_MS, Math.max(retryAfterMs ?? 0, FIRST_DELAY_MS * 2 ** attempts))
  const until = new Date(nowMs + delayMs * (1 + deps.random() / 2))
  await putOffQuestions(pool, { ids: [id], until, why, counts: isItsFault })
}

/** Whether none of the quotes that a verdict gives stands in the sample. */
function restsOnNothing({ evaluation, escalation }: Judged): boolean {
  if (evaluation.kind === 'failed') return false
  const { quotes, quotesFound } = evaluation.details
  return escalation === 'quote_not_found' || (Number(quotes) > 0 && quotesFound === 0)
}
