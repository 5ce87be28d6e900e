import { LATENCY_BOUNDS_MS, latencyStep } from '@assay/contract/judge-latency'
import { addJudgeCalls } from '@assay/store/postgres/scoring/add-judge-calls'
import type { PostgresHandle } from '@assay/store/postgres/open'
import type { TestCall } from './test-judge.ts'

const MINUTE_MS = 60_000

/** Adds the calls of a test to what the judge did: they cost like any other. */
export async function countTest(
  pool: PostgresHandle['pool'],
  key: { projectId: string; judgeId: string },
  { calls, isUnreadable, now }: { calls: readonly TestCall[]; isUnreadable: boolean; now: Date },
): Promise<void> {
  if (calls.length === 0) return
  const answers = calls.filter(({ failure }) => failure === null)
  const failure = calls.findLast((call) => call.failure !== null)?.failure ?? null
  const latencies = LATENCY_BOUNDS_MS.map(() => 0)
  for (const { latencyMs } of answers) latencies[latencyStep(latencyMs)]! += 1
  const minute = new Date(Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS)
  const failed = calls.length - answers.length
  const unparseable = isUnreadable ? answers.length : 0
  const counts = { calls: calls.length, failed, unparseable, verdicts: 0, misquoted: 0, latencies }
  await addJudgeCalls(pool, {
    minutes: [{ ...key, minute, ...counts }],
    last: [
      { ...key, successAt: answers.length > 0 ? now : null, failure: failure && { at: now, ...failure } },
    ],
  })
}
