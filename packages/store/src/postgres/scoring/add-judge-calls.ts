import type { Pool, PoolClient } from 'pg'
import { inTransaction } from '../in-transaction.ts'
import { storableError } from '../storable.ts'

/** What a judge did within one minute, as one process saw it. */
export interface JudgeMinute {
  projectId: string
  judgeId: string
  /** Its beginning. */
  minute: Date
  calls: number
  failed: number
  unparseable: number
  verdicts: number
  misquoted: number
  /** By step of packages/contract/src/judge-latency.ts. */
  latencies: readonly number[]
}

/** When a judge last answered and last failed; null where that did not happen since the last call. */
export interface JudgeLast {
  projectId: string
  judgeId: string
  successAt: Date | null
  failure: { at: Date; reason: string; error: string } | null
}

/** What was counted of judges at one time. */
export interface JudgeCounts {
  minutes: readonly JudgeMinute[]
  last: readonly JudgeLast[]
}

/** Adds what judges did, from any number of processes: all of it or, where that fails, nothing. */
export async function addJudgeCalls(pool: Pool, { minutes, last }: JudgeCounts): Promise<void> {
  if (minutes.length + last.length === 0) return
  await inTransaction(pool, async (tx) => {
    for (const one of inOrder(minutes)) await addMinute(tx, one)
    for (const one of inOrder(last)) await keepLast(tx, one)
  })
}

/** So that two processes never wait for each other. */
const inOrder = <T extends { judgeId: string }>(items: readonly T[]) =>
  [...items].sort((a, b) => (a.judgeId < b.judgeId ? -1 : 1))

async function addMinute(tx: PoolClient, one: JudgeMinute): Promise<void> {
  await tx.query(
    `INSERT INTO judge_minute (project_id, judge_id, minute, calls, failed, unparseable, verdicts, misquoted, latencies)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9::bigint[])
     ON CONFLICT (judge_id, minute) DO UPDATE SET calls = judge_minute.calls + excluded.calls,
       failed = judge_minute.failed + excluded.failed, unparseable = judge_minute.unparseable + excluded.unparseable,
       verdicts = judge_minute.verdicts + excluded.verdicts, misquoted = judge_minute.misquoted + excluded.misquoted,
       latencies = (SELECT array_agg(a + b ORDER BY n) FROM unnest(judge_minute.latencies, excluded.latencies) WITH ORDINALITY AS t (a, b, n))`,
    [
      one.projectId,
      one.judgeId,
      one.minute,
      one.calls,
      one.failed,
      one.unparseable,
      one.verdicts,
      one.misquoted,
      one.latencies,
    ],
  )
}

async function keepLast(
  tx: PoolClient,
  { projectId, judgeId, successAt, failure }: JudgeLast,
): Promise<void> {
  await tx.query(
    `INSERT INTO judge_last (judge_id, project_id, success_at, error_at, error_reason, error) VALUES ($1, $2, $3, $4, $5, $6)
     ON CONFLICT (judge_id) DO UPDATE SET success_at = GREATEST(judge_last.success_at, excluded.success_at),
       error_at = coalesce(excluded.error_at, judge_last.error_at),
       error_reason = coalesce(excluded.error_reason, judge_last.error_reason), error = coalesce(excluded.error, judge_last.error)`,
    [
      judgeId,
      projectId,
      successAt,
      failure?.at ?? null,
      failure?.reason ?? null,
      failure ? storableError(failure.error) : null,
    ],
  )
}
