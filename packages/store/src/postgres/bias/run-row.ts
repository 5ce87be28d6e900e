import { z } from 'zod'
import {
  ProbeLimits,
  ProbePlan,
  type ProbeRun,
  ProbeSetDraft,
  PROBE_STATES,
} from '@assay/contract/api/bias-probe'
import { payerOfRun, RUN_DAY } from './payer.ts'

/** What a run was started with, as it was then. */
export const RunDefinition = z.object({
  setName: z.string(),
  axes: ProbeSetDraft.shape.axes,
  judgeName: z.string(),
  model: z.string(),
  plan: ProbePlan,
})
export type RunDefinition = z.infer<typeof RunDefinition>

/** Columns of a run over `bias_run r`, with how far it is. */
export const RUN_COLUMNS = `r.id, r.judge_id, r.definition, r.state, r.note, r.calls_limit::int AS calls_limit, r.usd_limit,
  r.created_at, r.ended_at,
  coalesce((SELECT u.name FROM app_user u WHERE u.id = r.created_by), (SELECT k.name FROM api_key k WHERE k.id = r.created_by),
    r.created_by) AS created_by,
  (SELECT count(*)::int FROM bias_call c WHERE c.run_id = r.id) AS calls,
  (SELECT count(*)::int FROM bias_call c WHERE c.run_id = r.id AND c.state = 'answered') AS answered,
  (SELECT count(*)::int FROM bias_call c WHERE c.run_id = r.id AND c.state = 'failed') AS failed,
  (SELECT count(*)::int FROM bias_pair p WHERE p.run_id = r.id) AS pairs,
  (SELECT count(p.similarity)::int FROM bias_pair p WHERE p.run_id = r.id) AS pairs_answered,
  (SELECT b.calls::int FROM scoring_budget b WHERE b.rule_id = '${payerOfRun('')}' || r.id AND b.day = '${RUN_DAY}') AS sent,
  (SELECT b.usd FROM scoring_budget b WHERE b.rule_id = '${payerOfRun('')}' || r.id AND b.day = '${RUN_DAY}') AS usd`

export interface RunRow {
  id: string
  judge_id: string
  definition: unknown
  state: string
  note: string | null
  calls_limit: number
  usd_limit: number | null
  created_at: Date
  ended_at: Date | null
  created_by: string | null
  calls: number
  answered: number
  failed: number
  pairs: number
  pairs_answered: number
  sent: number | null
  usd: number | null
}

export function toRun(row: RunRow): ProbeRun {
  const { setName, judgeName, model, plan } = RunDefinition.parse(row.definition)
  return {
    id: row.id,
    state: z.enum(PROBE_STATES).parse(row.state),
    note: row.note,
    setName,
    judgeId: row.judge_id,
    judgeName,
    model,
    plan,
    limits: ProbeLimits.parse({ calls: row.calls_limit, usd: row.usd_limit }),
    calls: { total: row.calls, answered: row.answered, failed: row.failed, sent: row.sent ?? 0 },
    pairs: { total: row.pairs, answered: row.pairs_answered },
    usd: row.usd ?? 0,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}
