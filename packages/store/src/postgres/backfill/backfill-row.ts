import type { Backfill, BackfillState } from '@assay/contract/api/backfill'
import { RuleDraft } from '@assay/contract/api/rule'
import { z } from 'zod'
import { BACKFILL_DAY, payerOf } from './payer.ts'

const nameOf = (column: string) =>
  `coalesce((SELECT u.name FROM app_user u WHERE u.id = ${column}), (SELECT k.name FROM api_key k WHERE k.id = ${column}), ${column})`

/** Columns and tables of a backfill as people see it. */
export const BACKFILL_COLUMNS = `b.id, b.project_id, b.rule_id, b.rule_version, b.evaluators, b.skips_scored, b.from_ns::text AS from_ns,
  b.to_ns::text AS to_ns, b.state, b.reason, b.expected::float8 AS expected, b.scored::float8 AS scored, b.failed::float8 AS failed,
  b.skipped::float8 AS skipped, b.scores::float8 AS scores, b.per_second, b.judge_share, b.budget_calls::float8 AS budget_calls, b.budget_usd,
  b.created_at, b.started_at, b.ended_at, ${nameOf('b.created_by')} AS created_by, v.definition,
  (SELECT count(*)::int FROM judge_work w WHERE w.backfill_id = b.id) AS questions,
  coalesce(s.calls, 0)::float8 AS used_calls, coalesce(s.usd, 0) AS used_usd`
export const BACKFILL_TABLES = `backfill b JOIN rule_version v ON v.rule_id = b.rule_id AND v.version = b.rule_version
  LEFT JOIN scoring_budget s ON s.rule_id = '${payerOf('')}' || b.id AND s.day = '${BACKFILL_DAY}'`

export interface BackfillRow {
  id: string
  project_id: string
  rule_id: string
  rule_version: number
  evaluators: string
  skips_scored: boolean
  from_ns: string
  to_ns: string
  state: BackfillState
  reason: string | null
  expected: number
  scored: number
  failed: number
  skipped: number
  scores: number
  per_second: number | null
  judge_share: number
  budget_calls: number
  budget_usd: number | null
  created_at: Date
  started_at: Date | null
  ended_at: Date | null
  created_by: string | null
  definition: unknown
  questions: number
  used_calls: number
  used_usd: number
}

/** Names of evaluators as they are stored. */
export const readEvaluators = (text: string): string[] => z.array(z.string()).parse(JSON.parse(text))

const instantOf = (ns: string) => new Date(Number(BigInt(ns) / 1_000_000n)).toISOString()
/** A walk that is not over is never shown as such. */
const MOST_SHARE = 0.999

/** A stored backfill as the API tells it. */
export function toBackfill(row: BackfillRow): Backfill {
  const { name, target } = RuleDraft.parse(row.definition)
  const { expected, scored, failed, skipped, scores, questions, state } = row
  const through = scored + failed + skipped
  const perSecond = state === 'running' ? row.per_second : null
  const left = Math.max(0, expected - through)
  return {
    id: row.id,
    rule: { id: row.rule_id, version: row.rule_version, name },
    target,
    evaluators: readEvaluators(row.evaluators),
    from: instantOf(row.from_ns),
    to: instantOf(row.to_ns),
    skipsScored: row.skips_scored,
    state,
    reason: row.reason,
    progress: {
      expected,
      scored,
      failed,
      skipped,
      scores,
      questions,
      perSecond,
      secondsLeft: perSecond !== null && perSecond > 0 ? left / perSecond : null,
      share: state === 'done' ? 1 : expected === 0 ? 0 : Math.min(MOST_SHARE, through / expected),
    },
    budget: {
      calls: row.budget_calls,
      usd: row.budget_usd,
      usedCalls: row.used_calls,
      usedUsd: row.used_usd,
    },
    judgeShare: row.judge_share,
    createdAt: row.created_at.toISOString(),
    createdBy: row.created_by,
    startedAt: row.started_at?.toISOString() ?? null,
    endedAt: row.ended_at?.toISOString() ?? null,
  }
}
