import { LATENCY_BOUNDS_MS, latencyStep } from '@assay/contract/judge-latency'
import type { JudgeCounts, JudgeLast, JudgeMinute } from '@assay/store/postgres/scoring/add-judge-calls'

/** A judge of a project. */
export interface JudgeKey {
  projectId: string
  judgeId: string
}

/** Counts what judges do, until somebody takes the counts to keep them. */
export interface JudgeMeter {
  /** A call that ended. @param failure null where it brought an answer. */
  called(key: JudgeKey, latencyMs: number, failure: { reason: string; error: string } | null): void
  /** Answers that could not be read, and whether a verdict rests on a quote that stands nowhere; null without a verdict. */
  judged(key: JudgeKey, unparseable: number, isMisquoted: boolean | null): void
  /** What was counted since the last time. */
  take(): JudgeCounts
  /** What the last call that failed said; null where none did. */
  lastError(judgeId: string): string | null
}

const MINUTE_MS = 60_000

export function createJudgeMeter(now: () => Date): JudgeMeter {
  let minutes = new Map<string, JudgeMinute & { latencies: number[] }>()
  let last = new Map<string, JudgeLast>()
  const errors = new Map<string, string>()
  const minuteOf = ({ projectId, judgeId }: JudgeKey) => {
    const at = Math.floor(now().getTime() / MINUTE_MS) * MINUTE_MS
    const key = `${judgeId} ${at}`
    const known = minutes.get(key)
    if (known !== undefined) return known
    const latencies = LATENCY_BOUNDS_MS.map(() => 0)
    const counts = { calls: 0, failed: 0, unparseable: 0, verdicts: 0, misquoted: 0, latencies }
    const made = { projectId, judgeId, minute: new Date(at), ...counts }
    minutes.set(key, made)
    return made
  }
  return {
    called(key, latencyMs, failure) {
      const minute = minuteOf(key)
      minute.calls++
      const before = last.get(key.judgeId) ?? { ...key, successAt: null, failure: null }
      if (failure === null) {
        const step = latencyStep(latencyMs)
        minute.latencies[step] = (minute.latencies[step] ?? 0) + 1
        last.set(key.judgeId, { ...before, successAt: now() })
      } else {
        minute.failed++
        errors.set(key.judgeId, failure.error)
        last.set(key.judgeId, { ...before, failure: { at: now(), ...failure } })
      }
    },
    judged(key, unparseable, isMisquoted) {
      const minute = minuteOf(key)
      minute.unparseable += unparseable
      if (isMisquoted === null) return
      minute.verdicts++
      if (isMisquoted) minute.misquoted++
    },
    take() {
      const taken = { minutes: [...minutes.values()], last: [...last.values()] }
      minutes = new Map()
      last = new Map()
      return taken
    },
    lastError: (judgeId) => errors.get(judgeId) ?? null,
  }
}
