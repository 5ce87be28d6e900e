import type { Pool } from 'pg'
import { RuleDraft } from '@assay/contract/api/rule'
import { listCustomDefinitions } from '../custom-evaluator/list.ts'
import { type ActiveRule, namedBy } from '../rule/list-active.ts'
import { readEvaluators } from './backfill-row.ts'
import type { BackfillTurn } from './take-due.ts'

/** The last target whose scores are on disk. */
export interface BackfillCursor {
  startNs: bigint
  id: string
}

/** A backfill as who works at it needs it. */
export interface OpenBackfill extends BackfillTurn {
  projectId: string
  /** The saved version, with the evaluators that run alone; without its judge where that is not asked. */
  rule: ActiveRule
  skipsScored: boolean
  fromNs: bigint
  toNs: bigint
  cursor: BackfillCursor | null
  isWalked: boolean
  judgeShare: number
  expected: number
  attempts: number
  perSecond: number | null
  createdAt: Date
}

interface Row {
  project_id: string
  rule_id: string
  rule_version: number
  definition: unknown
  at: Date
  evaluators: string
  skips_scored: boolean
  from_ns: string
  to_ns: string
  cursor_ns: string | null
  cursor_id: string | null
  is_walked: boolean
  judge_share: number
  expected: number
  attempts: number
  per_second: number | null
  created_at: Date
}

/** Begins a turn; null where the backfill does not run any more, or another turn has begun since. */
export async function openTurn(
  pool: Pool,
  { backfillId, turn }: BackfillTurn,
  { now, until }: { now: Date; until: Date },
): Promise<OpenBackfill | null> {
  const { rows } = await pool.query<Row>(
    `UPDATE backfill b SET state = 'running', started_at = coalesce(started_at, $3), leased_until = $4 FROM rule_version v
     WHERE b.id = $1 AND b.turn = $2 AND b.state IN ('queued', 'running') AND v.rule_id = b.rule_id AND v.version = b.rule_version
     RETURNING b.project_id, b.rule_id, b.rule_version, v.definition, v.at, b.evaluators, b.skips_scored, b.from_ns::text AS from_ns,
       b.to_ns::text AS to_ns, b.cursor_ns::text AS cursor_ns, b.cursor_id, b.is_walked, b.judge_share, b.expected::float8 AS expected,
       b.attempts, b.per_second, b.created_at`,
    [backfillId, turn, now, until],
  )
  const [row] = rows
  if (!row) return null
  const draft = RuleDraft.parse(row.definition)
  const names = readEvaluators(row.evaluators)
  const at = row.at.toISOString()
  const definitions = await listCustomDefinitions(pool, [row.project_id])
  return {
    backfillId,
    turn,
    projectId: row.project_id,
    rule: {
      ...draft,
      isOn: true,
      evaluators: draft.evaluators.filter(({ name }) => names.includes(name)),
      judgeId: row.judge_share > 0 ? draft.judgeId : null,
      id: row.rule_id,
      version: row.rule_version,
      projectId: row.project_id,
      own: namedBy(draft.evaluators, definitions.get(row.project_id)),
      createdAt: at,
      changedAt: at,
      changedBy: null,
    },
    skipsScored: row.skips_scored,
    fromNs: BigInt(row.from_ns),
    toNs: BigInt(row.to_ns),
    cursor: row.cursor_ns === null ? null : { startNs: BigInt(row.cursor_ns), id: row.cursor_id ?? '' },
    isWalked: row.is_walked,
    judgeShare: row.judge_share,
    expected: row.expected,
    attempts: row.attempts,
    perSecond: row.per_second,
    createdAt: row.created_at,
  }
}
