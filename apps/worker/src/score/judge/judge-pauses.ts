import { pauseJudge, type JudgePause } from '@assay/store/postgres/scoring/pause-judge'
import type { JudgingDeps } from './judging-deps.ts'

/** Leaves a judge, or the questions of one rule to it, alone; says so in the store for all processes and for people. */
export type Pause = (pause: JudgePause) => Promise<void>

/** Answers of calls that went out together say the same within this time. */
const SAME_MS = 1_000

export function createPauses({ pool, now }: Pick<JudgingDeps, 'pool' | 'now'>): Pause {
  const known = new Map<string, number>()
  return async (pause) => {
    const key = `${pause.judgeId} ${pause.ruleId ?? ''} ${pause.reason}`
    const until = pause.until.getTime()
    if (Math.abs(until - (known.get(key) ?? -Infinity)) < SAME_MS) return
    known.set(key, until)
    await pauseJudge(pool, pause, now()).catch((error: unknown) => {
      known.delete(key)
      throw error
    })
  }
}
