import type { Pool } from 'pg'

/** What a judge did in the last 24 hours. */
export interface JudgeRecordOfDay {
  judgeId: string
  calls: number
  /** Calls of the last five minutes. */
  recent: number
  failed: number
  unparseable: number
  verdicts: number
  misquoted: number
  /** Calls with an answer, by step of packages/contract/src/judge-latency.ts. */
  latencies: number[]
  lastSuccessAt: Date | null
  lastError: { at: Date; reason: string; error: string } | null
  /** Questions that wait for it, those that are being asked too. */
  waiting: number
}

/** How did the judges of a project do in the last 24 hours? Every judge has a record. */
export async function readJudgeHealth(
  pool: Pool,
  { projectId, now }: { projectId: string; now: Date },
): Promise<JudgeRecordOfDay[]> {
  const { rows } = await pool.query<{
    id: string
    calls: number
    recent: number
    failed: number
    unparseable: number
    verdicts: number
    misquoted: number
    success_at: Date | null
    error_at: Date | null
    error_reason: string | null
    error: string | null
    waiting: number
  }>(
    `SELECT j.id, coalesce(sum(m.calls), 0)::float8 AS calls,
       coalesce(sum(m.calls) FILTER (WHERE m.minute > $2::timestamptz - interval '5 minutes'), 0)::float8 AS recent,
       coalesce(sum(m.failed), 0)::float8 AS failed, coalesce(sum(m.unparseable), 0)::float8 AS unparseable,
       coalesce(sum(m.verdicts), 0)::float8 AS verdicts, coalesce(sum(m.misquoted), 0)::float8 AS misquoted,
       l.success_at, l.error_at, l.error_reason, l.error,
       (SELECT count(*)::int FROM judge_work w WHERE w.judge_id = j.id) AS waiting
     FROM judge j LEFT JOIN judge_last l ON l.judge_id = j.id
       LEFT JOIN judge_minute m ON m.judge_id = j.id AND m.minute > $2::timestamptz - interval '24 hours'
     WHERE j.project_id = $1 GROUP BY j.id, l.judge_id`,
    [projectId, now],
  )
  const { rows: steps } = await pool.query<{ judge_id: string; step: number; calls: number }>(
    `SELECT m.judge_id, (t.step - 1)::int AS step, sum(t.calls)::float8 AS calls
     FROM judge_minute m, unnest(m.latencies) WITH ORDINALITY AS t (calls, step)
     WHERE m.project_id = $1 AND m.minute > $2::timestamptz - interval '24 hours' GROUP BY m.judge_id, t.step`,
    [projectId, now],
  )
  return rows.map((row) => {
    const latencies: number[] = []
    for (const { judge_id, step, calls } of steps) if (judge_id === row.id) latencies[step] = calls
    const { calls, recent, failed, unparseable, verdicts, misquoted, waiting } = row
    return {
      judgeId: row.id,
      ...{ calls, recent, failed, unparseable, verdicts, misquoted, waiting },
      latencies: Array.from(latencies, (count) => count ?? 0),
      lastSuccessAt: row.success_at,
      lastError:
        row.error_at === null
          ? null
          : { at: row.error_at, reason: row.error_reason ?? 'unknown', error: row.error ?? '' },
    }
  })
}
