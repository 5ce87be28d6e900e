import type { Pool, PoolClient } from 'pg'

/**
 * What is counted of a rule. Of targets: `sampled`, drawn and matched by its filter. Of each evaluator on them: `scored`,
 * `not_applicable`, `failed`; `covered`, where another rule runs the same and draws more; `asked`, a question to its judge. Of those:
 * `judged`, `judge_not_applicable`, `judge_failed` for good, `judge_dropped` where the rule no longer asks or the target is gone.
 */
export type RuleCountKind =
  | 'sampled'
  | 'scored'
  | 'not_applicable'
  | 'failed'
  | 'covered'
  | 'asked'
  | 'judged'
  | 'judge_not_applicable'
  | 'judge_failed'
  | 'judge_dropped'

export interface RuleCount {
  ruleId: string
  what: RuleCountKind
  /** '' where it is about the target. */
  evaluator: string
  /** '' where nothing is to be told apart. */
  reason: string
  times: number
}

/** Adds to what came of rules in this hour (UTC). Part of the transaction that ends the work, so that nothing counts twice. */
export async function addRuleCounts(
  db: Pool | PoolClient,
  { projectId, counts, now }: { projectId: string; counts: readonly RuleCount[]; now: Date },
): Promise<void> {
  if (counts.length === 0) return
  await db.query(
    `INSERT INTO rule_hour (project_id, rule_id, hour, what, evaluator, reason, times)
     SELECT $1, rule_id, date_trunc('hour', $2::timestamptz, 'UTC'), what, evaluator, reason, sum(times)
     FROM unnest($3::text[], $4::text[], $5::text[], $6::text[], $7::bigint[]) AS c (rule_id, what, evaluator, reason, times)
     GROUP BY rule_id, what, evaluator, reason ORDER BY rule_id, what, evaluator, reason
     ON CONFLICT (rule_id, hour, what, evaluator, reason) DO UPDATE SET times = rule_hour.times + excluded.times`,
    [
      projectId,
      now,
      counts.map(({ ruleId }) => ruleId),
      counts.map(({ what }) => what),
      counts.map(({ evaluator }) => evaluator),
      counts.map(({ reason }) => reason),
      counts.map(({ times }) => times),
    ],
  )
}
