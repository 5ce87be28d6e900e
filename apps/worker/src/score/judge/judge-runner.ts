import { AssayError } from '@assay/contract/error'
import { endJudgeWork, putOffQuestions } from '@assay/store/postgres/scoring/end-judge-work'
import { endQuestionsOfJudge } from '@assay/store/postgres/scoring/end-questions-of-judge'
import { isAway } from '../../is-away.ts'
import { askQuestion } from './ask-question.ts'
import type { JudgeKey } from './judge-meter.ts'
import type { ReadyJudge } from './judge-models.ts'
import type { JudgingDeps } from './judging-deps.ts'
import { settleQuestion, type Settling } from './settle-question.ts'
import { takeQuestions, type OpenQuestion } from './take-questions.ts'

/** Asks one judge of one project what waits for it. */
export interface JudgeRunner {
  /** There may be questions. */
  wake(): void
  /** Ids of the questions that this runner has taken. */
  held(): string[]
  /** Resolves when nothing is under way; what was not asked is given back. Called when `signal` has aborted. */
  stop(): Promise<void>
}

/** Of one question with all its calls. */
const LONGEST_MS = 1_500_000
/** A judge that cannot be asked at all, or a store that does not answer, is looked at again after this. */
const PAUSE_MS = 60_000
/** Questions under way for each call that may be: while some are written, others are asked. */
const UNDER_WAY_PER_CALL = 1.5
/** Questions that are read ahead for each call that may be. */
const READY_PER_CALL = 2

export function createJudgeRunner(
  deps: JudgingDeps,
  key: JudgeKey,
  options: Settling & { leaseMs: number; signal: AbortSignal },
): JudgeRunner {
  const { judgeId } = key
  const { signal, leaseMs, pause } = options
  const running = new Map<string, Promise<void>>()
  let ready: OpenQuestion[] = []
  let filling: Promise<void> | null = null
  /** The end of the open circuit that the store was told of. */
  let toldOf = 0
  const warn = (message: string, error: unknown) => deps.log.warn(message, { judgeId, error: String(error) })

  const giveBack = async (until = deps.now()) => {
    const ids = ready.map(({ question }) => question.id)
    ready = []
    await putOffQuestions(deps.pool, { ids, until, why: null, counts: false })
  }
  const begin = (judge: ReadyJudge) => {
    const most = isClosed(judge) ? judge.callsAtOnce * UNDER_WAY_PER_CALL : 1
    while (running.size < most && !signal.aborted && !isOpen(judge, deps)) {
      const one = ready.shift()
      if (one === undefined) return
      const { id } = one.question
      const run = ask(deps, options, judge, one)
        .catch((error: unknown) => warn('a question to a judge could not be put back', error))
        .finally(() => {
          running.delete(id)
          begin(judge)
          if (ready.length < judge.callsAtOnce || !isClosed(judge)) wake()
        })
      running.set(id, run)
    }
  }
  const fill = async () => {
    const judge = await readyJudge(deps, key, pause)
    if (judge === null) return giveBack()
    for (;;) {
      begin(judge)
      if (isOpen(judge, deps)) {
        const { opensAgainAt } = circuitOf(judge)
        if (toldOf !== opensAgainAt) await pause(openPause(deps, key, judge))
        toldOf = opensAgainAt
        return giveBack()
      }
      // One question finds out whether the judge is back.
      const wanted = isClosed(judge)
        ? judge.callsAtOnce * READY_PER_CALL - ready.length
        : 1 - ready.length - running.size
      if (wanted < (isClosed(judge) ? judge.callsAtOnce : 1) || signal.aborted) return
      const { open, taken } = await takeQuestions(deps, { ...key, limit: wanted, leaseMs }, signal)
      ready.push(...open)
      begin(judge)
      if (taken.length < wanted) return
    }
  }
  const wake = () => {
    if (filling !== null || signal.aborted) return
    filling = fill()
      .catch((error: unknown) => {
        if (!signal.aborted) warn('questions to a judge could not be taken', error)
      })
      .finally(() => (filling = null))
  }
  return {
    wake,
    held: () => [...running.keys(), ...ready.map(({ question }) => question.id)],
    async stop() {
      await filling
      await Promise.all(running.values())
      await giveBack()
    },
  }
}

const circuitOf = ({ judge }: ReadyJudge) => judge.model.status.circuit
const isClosed = (judge: ReadyJudge) => circuitOf(judge).state === 'closed'
const isOpen = (judge: ReadyJudge, { now }: JudgingDeps) =>
  circuitOf(judge).state === 'open' && now().getTime() < circuitOf(judge).opensAgainAt

/** The pause of a judge that fails, a little longer than its circuit is open, so that several processes do not come back together. */
function openPause({ meter, random, now }: JudgingDeps, key: JudgeKey, judge: ReadyJudge) {
  const { reason, opensAgainAt } = circuitOf(judge)
  const nowMs = now().getTime()
  const until = new Date(nowMs + Math.max(0, opensAgainAt - nowMs) * (1 + random() / 10))
  const error = meter.lastError(key.judgeId) ?? 'The judge failed again and again.'
  return { ...key, ruleId: null, reason: reason ?? 'circuit_open', error, until }
}

/** A judge with its key; null where it cannot be asked: then all that waits for it waits with the reason, or ends where the judge is gone. */
async function readyJudge(
  { models, now, pool }: JudgingDeps,
  key: JudgeKey,
  pause: Settling['pause'],
): Promise<ReadyJudge | null> {
  try {
    return await models.get(key.projectId, key.judgeId)
  } catch (error) {
    if (!(error instanceof AssayError) || error.code === 'unavailable') throw error
    if (error.code === 'not_found') {
      await endQuestionsOfJudge(pool, { ...key, now: now() })
      return null
    }
    const reason = 'key_unreadable'
    const until = new Date(now().getTime() + PAUSE_MS)
    await pause({ ...key, ruleId: null, reason, error: error.message, until })
    return null
  }
}

async function ask(
  deps: JudgingDeps,
  options: Settling & { signal: AbortSignal },
  { judge }: ReadyJudge,
  { question, rule, read, definition }: OpenQuestion,
): Promise<void> {
  const { id, evaluator } = question
  const signal = AbortSignal.any([options.signal, AbortSignal.timeout(LONGEST_MS)])
  try {
    const asked = await deps.budgets.payFor(rule, () =>
      askQuestion({ name: evaluator.name, definition }, read.sample, judge, signal),
    )
    const isGivenUp =
      options.signal.aborted && asked?.answer.kind === 'judged' && asked.answer.evaluation.kind === 'failed'
    if (isGivenUp)
      return await putOffQuestions(deps.pool, { ids: [id], until: deps.now(), why: null, counts: false })
    if (asked !== null) return await settleQuestion(deps, options, { question, read }, asked)
    await endJudgeWork(deps.pool, [{ id, what: 'judge_dropped', reason: 'not_judged' }], deps.now())
  } catch (error) {
    deps.log.warn('asking a judge failed and is tried again', { question: id, error: String(error) })
    // A store that does not answer says nothing about the question.
    const counts = !isAway(error)
    const until = new Date(deps.now().getTime() + PAUSE_MS * (1 + deps.random() / 2))
    const why = { reason: 'internal', error: String(error) }
    await putOffQuestions(deps.pool, { ids: [id], until, why, counts })
  }
}
