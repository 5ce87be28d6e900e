import { setTimeout as sleep } from 'node:timers/promises'
import { addJudgeCalls, type JudgeCounts } from '@assay/store/postgres/scoring/add-judge-calls'
import { judgesInDemand, renewLeases } from '@assay/store/postgres/scoring/take-judge-work'
import { boundQuestions } from './bound-questions.ts'
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
const BOUND_MS = 60_000

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
    every(BOUND_MS, 'questions to judges could not be kept within bounds', () => boundQuestions(deps)),
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
