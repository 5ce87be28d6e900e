import type { Pool } from 'pg'
import type { RuleCountKind } from './add-rule-counts.ts'

/** What is kept of a rule beside what it says. */
export interface RuleFacts {
  /** Of the last 24 full hours and the one under way. */
  counts: { what: RuleCountKind; evaluator: string; reason: string; times: number }[]
  /** Questions to its judge that wait, by reason; null for those that nothing happened to. */
  waits: { reason: string | null; error: string | null; questions: number; dueAt: Date; notedAt: Date }[]
  /** Questions that are being asked. */
  underWay: number
  /** Of today (UTC), reservations included. */
  spent: { calls: number; usd: number }
}

/** What the rules of a project did and what waits for their judges, by rule. */
export async function readRuleFacts(
  pool: Pool,
  { projectId, now }: { projectId: string; now: Date },
): Promise<(ruleId: string) => RuleFacts> {
  const { rows: counts } = await pool.query<{
    rule_id: string
    what: RuleCountKind
    evaluator: string
    reason: string
    times: number
  }>(
    `SELECT rule_id, what, evaluator, reason, sum(times)::float8 AS times FROM rule_hour
     WHERE project_id = $1 AND hour > $2::timestamptz - interval '25 hours'
     GROUP BY rule_id, what, evaluator, reason ORDER BY times DESC, evaluator, reason`,
    [projectId, now],
  )
  const { rows: waits } = await pool.query<{
    rule_id: string
    under_way: boolean
    reason: string | null
    error: string | null
    questions: number
    due_at: Date
    noted_at: Date
  }>(
    `SELECT rule_id, leased_until > $2 IS TRUE AS under_way, CASE WHEN due_at > $2 THEN reason END AS reason,
       max(CASE WHEN due_at > $2 THEN error END) AS error, count(*)::int AS questions, min(due_at) AS due_at, min(noted_at) AS noted_at
     FROM judge_work WHERE project_id = $1 AND backfill_id IS NULL GROUP BY 1, 2, 3`,
    [projectId, now],
  )
  const { rows: spent } = await pool.query<{ rule_id: string; calls: number; usd: number }>(
    `SELECT b.rule_id, b.calls::float8 AS calls, b.usd FROM scoring_budget b JOIN rule r ON r.id = b.rule_id
     WHERE r.project_id = $1 AND b.day = $2::date`,
    [projectId, now.toISOString().slice(0, 10)],
  )
  return (ruleId) => {
    const paid = spent.find((row) => row.rule_id === ruleId)
    const own = waits.filter((row) => row.rule_id === ruleId)
    return {
      counts: counts.filter((row) => row.rule_id === ruleId),
      waits: own
        .filter((row) => !row.under_way)
        .map(({ reason, error, questions, due_at, noted_at }) => ({
          reason,
          error,
          questions,
          dueAt: due_at,
          notedAt: noted_at,
        })),
      underWay: own.filter((row) => row.under_way).reduce((sum, row) => sum + row.questions, 0),
      spent: { calls: paid?.calls ?? 0, usd: paid?.usd ?? 0 },
    }
  }
}
