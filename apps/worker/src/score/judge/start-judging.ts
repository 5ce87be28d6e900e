import { setTimeout as sleep } from 'node:timers/promises'
import type { ScoreRow } from '@assay/contract/score-row'
import { AssayError } from '@assay/contract/error'
import { endJudgeWork, putOffAll, putOffQuestions } from '@assay/store/postgres/scoring/end-judge-work'
import { judgesInDemand } from '@assay/store/postgres/scoring/take-judge-work'
import { askQuestion } from './ask-question.ts'
import type { JudgingDeps } from './judging-deps.ts'
import type { ReadyJudge } from './judge-models.ts'
import { settleQuestion } from './settle-question.ts'
import { takeQuestions, type OpenQuestion } from './take-questions.ts'
import { createVerdictWriter } from './write-verdicts.ts'

export interface Judging {
  /** Gives up what is under way, to be asked by whoever comes next. */
  stop: () => Promise<void>
}

const LOOK_MS = 1_000
/** Of one question with all its calls; less than the lease in the store. */
const LONGEST_MS = 1_500_000
/** A judge that cannot be asked at all is looked at again after this. */
const PAUSE_MS = 60_000
/** Questions under way for each call that may be: while some are written, others are asked. */
const UNDER_WAY_PER_CALL = 1.5
/** Questions that are read ahead for each call that may be. */
const READY_PER_CALL = 2

interface Runner {
  running: Set<Promise<void>>
  /** Read and not yet asked. */
  ready: OpenQuestion[]
  isTaking: boolean
}

/**
 * Asks judges what waits for them, each judge of each project by a runner of its own, so that one that is slow or away keeps nobody else
 * waiting. Any number of processes may do it at the same time.
 */
export function startJudging(deps: JudgingDeps, { lookMs = LOOK_MS }: { lookMs?: number } = {}): Judging {
  const stop = new AbortController()
  const write = createVerdictWriter(deps)
  const runners = new Map<string, Runner>()
  const fills = new Set<Promise<void>>()
  const warn = (message: string, error: unknown, more: object = {}) =>
    deps.log.warn(message, { ...more, error: String(error) })

  const fill = async (projectId: string, judgeId: string, runner: Runner) => {
    const judge = await readyJudge(deps, projectId, judgeId)
    if (judge === null) return
    const begin = () => {
      while (runner.running.size < judge.callsAtOnce * UNDER_WAY_PER_CALL && !stop.signal.aborted) {
        const one = runner.ready.shift()
        if (one === undefined) return
        const run = ask(deps, write, judge, one, stop.signal)
          .catch((error: unknown) => warn('a question to a judge could not be put back', error, { judgeId }))
          .finally(() => {
            runner.running.delete(run)
            begin()
            if (runner.ready.length < judge.callsAtOnce) wake(projectId, judgeId)
          })
        runner.running.add(run)
      }
    }
    begin()
    for (;;) {
      const limit = judge.callsAtOnce * READY_PER_CALL - runner.ready.length
      if (limit < judge.callsAtOnce || stop.signal.aborted) return
      const { open, taken } = await takeQuestions(deps, { projectId, judgeId, limit }, stop.signal)
      runner.ready.push(...open)
      begin()
      if (taken.length < limit) return
    }
  }
  const wake = (projectId: string, judgeId: string) => {
    const runner = runners.get(judgeId) ?? { running: new Set(), ready: [], isTaking: false }
    runners.set(judgeId, runner)
    if (runner.isTaking || stop.signal.aborted) return
    runner.isTaking = true
    const filling = fill(projectId, judgeId, runner)
      .catch((error: unknown) => {
        if (!stop.signal.aborted) warn('questions to a judge could not be taken', error, { judgeId })
      })
      .finally(() => {
        runner.isTaking = false
        fills.delete(filling)
      })
    fills.add(filling)
  }
  const run = async () => {
    while (!stop.signal.aborted) {
      try {
        for (const { projectId, judgeId } of await judgesInDemand(deps.pool, deps.now()))
          wake(projectId, judgeId)
      } catch (error) {
        warn('the look for questions to judges failed', error)
      }
      await sleep(lookMs, undefined, { signal: stop.signal }).catch(() => undefined)
    }
  }
  const looking = run()
  return {
    async stop() {
      stop.abort()
      await looking
      await Promise.all(fills)
      await Promise.all([...runners.values()].flatMap(({ running }) => [...running]))
      const ids = [...runners.values()].flatMap(({ ready }) => ready.map(({ question }) => question.id))
      await putOffQuestions(deps.pool, { ids, until: deps.now(), error: null, counts: false })
    },
  }
}

/** A judge with its key; null where it cannot be asked, and then all that waits for it says why. */
async function readyJudge(
  { models, pool, now }: JudgingDeps,
  projectId: string,
  judgeId: string,
): Promise<ReadyJudge | null> {
  try {
    return await models.get(projectId, judgeId)
  } catch (error) {
    if (!(error instanceof AssayError) || error.code === 'unavailable') throw error
    const until = new Date(now().getTime() + PAUSE_MS)
    await putOffAll(pool, { judgeId, ruleId: null, until, error: error.message })
    return null
  }
}

async function ask(
  deps: JudgingDeps,
  write: (row: ScoreRow) => Promise<void>,
  { judge }: ReadyJudge,
  { question, rule, read }: OpenQuestion,
  stop: AbortSignal,
): Promise<void> {
  const { id, evaluator } = question
  const signal = AbortSignal.any([stop, AbortSignal.timeout(LONGEST_MS)])
  try {
    const asked = await deps.budgets.payFor(rule, () =>
      askQuestion(evaluator.name, read.sample, judge, signal),
    )
    if (stop.aborted && asked?.answer.kind === 'judged' && asked.answer.evaluation.kind === 'failed')
      return await putOffQuestions(deps.pool, { ids: [id], until: deps.now(), error: null, counts: false })
    if (asked === null) await endJudgeWork(deps.pool, [id])
    else await settleQuestion(deps, write, { question, read }, asked)
  } catch (error) {
    // A store that does not answer says nothing about the question.
    const until = new Date(deps.now().getTime() + PAUSE_MS)
    deps.log.warn('asking a judge failed and is tried again', { question: id, error: String(error) })
    await putOffQuestions(deps.pool, { ids: [id], until, error: String(error), counts: true })
  }
}
