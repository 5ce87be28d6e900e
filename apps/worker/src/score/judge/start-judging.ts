import { setTimeout as sleep } from 'node:timers/promises'
import { addJudgeCalls, type JudgeCounts } from '@assay/store/postgres/scoring/add-judge-calls'
import { buryQuestion } from '@assay/store/postgres/scoring/end-judge-work'
import { judgesInDemand, oldJudgeWork, renewLeases } from '@assay/store/postgres/scoring/take-judge-work'
import { createPauses } from './judge-pauses.ts'
import { createJudgeRunner, type JudgeRunner } from './judge-runner.ts'
import type { JudgingDeps } from './judging-deps.ts'
import { createVerdictWriter } from './write-verdicts.ts'

export interface Judging {
  /** Gives up what is under way, to be asked by whoever comes next. */
  stop: () => Promise<void>
}

const LOOK_MS = 1_000
/** Questions of a process that was killed are asked by others after this. */
const LEASE_MS = 60_000
const KEEP_MS = 1_000
const GIVE_UP_MS = 60_000
/** A question that nobody could pay for or answer in so long is given up. */
const LONGEST_WAIT_MS = 3 * 86_400_000
const GIVEN_UP_AT_ONCE = 200

/**
 * Asks judges what waits for them, each judge of each project by a runner of its own, so that one that is slow or away keeps nobody else
 * waiting. Any number of processes may do it at the same time.
 */
export function startJudging(
  deps: JudgingDeps,
  { lookMs = LOOK_MS, leaseMs = LEASE_MS }: { lookMs?: number; leaseMs?: number } = {},
): Judging {
  const stop = new AbortController()
  const { signal } = stop
  const { pool } = deps
  const options = { write: createVerdictWriter(deps, signal), pause: createPauses(deps), leaseMs, signal }
  const runners = new Map<string, JudgeRunner>()
  const keepCounts = countKeeper(deps)

  const look = async () => {
    for (const key of await judgesInDemand(pool, deps.now())) {
      const runner = runners.get(key.judgeId) ?? createJudgeRunner(deps, key, options)
      runners.set(key.judgeId, runner)
      runner.wake()
    }
  }
  const renew = () => {
    const ids = [...runners.values()].flatMap((runner) => runner.held())
    return renewLeases(pool, { ids, until: new Date(deps.now().getTime() + leaseMs) })
  }
  const giveUp = async () => {
    const now = deps.now()
    const before = new Date(now.getTime() - LONGEST_WAIT_MS)
    for (const question of await oldJudgeWork(pool, { before, now, limit: GIVEN_UP_AT_ONCE })) {
      const why = { reason: 'waited_too_long', error: question.error ?? 'It waited for three days.' }
      await buryQuestion(pool, { question, why, now })
    }
  }
  const every = async (ms: number, what: string, run: () => Promise<void>) => {
    while (!signal.aborted) {
      await run().catch((error: unknown) => deps.log.warn(what, { error: String(error) }))
      await sleep(ms, undefined, { signal }).catch(() => undefined)
    }
  }
  const loops = [
    every(lookMs, 'the look for questions to judges failed', look),
    every(leaseMs / 3, 'questions to judges could not be held', renew),
    every(KEEP_MS, 'what judges did could not be kept', keepCounts),
    every(GIVE_UP_MS, 'old questions to judges could not be given up', giveUp),
  ]
  return {
    async stop() {
      stop.abort()
      await Promise.all(loops)
      await Promise.all([...runners.values()].map((runner) => runner.stop()))
      await keepCounts().catch((error: unknown) =>
        deps.log.warn('the last counts of judges were lost', { error: String(error) }),
      )
    },
  }
}

/** Writes what was counted; what could not be written goes with the next. */
function countKeeper({ pool, meter }: Pick<JudgingDeps, 'pool' | 'meter'>): () => Promise<void> {
  let waiting: JudgeCounts[] = []
  return async () => {
    waiting = [...waiting, meter.take()].slice(-60)
    while (waiting[0] !== undefined) {
      await addJudgeCalls(pool, waiting[0])
      waiting.shift()
    }
  }
}
