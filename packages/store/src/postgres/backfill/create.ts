import type { Pool } from 'pg'
import type { Backfill, BackfillBudget } from '@assay/contract/api/backfill'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { findBackfill } from './find.ts'

/** Unfinished ones of one project. */
const MOST_UNFINISHED = 10

export interface NewBackfill {
  projectId: string
  ruleId: string
  ruleVersion: number
  evaluators: readonly string[]
  skipsScored: boolean
  fromNs: bigint
  toNs: bigint
  /** Targets that match and are drawn. */
  expected: number
  /** 0 to 1; 0: no judge is asked. */
  judgeShare: number
  budget: BackfillBudget
}

/** Adds a backfill, which a worker takes up within a second. @throws AssayError `not_found` without the project; `conflict` for too many. */
export function createBackfill(pool: Pool, change: Change, input: NewBackfill): Promise<Backfill> {
  const { projectId, ruleId, ruleVersion } = input
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ organisation_id: string; unfinished: number }>(
      `SELECT p.organisation_id, (SELECT count(*)::int FROM backfill
         WHERE project_id = p.id AND state IN ('queued', 'running', 'paused')) AS unfinished
       FROM project p WHERE p.id = $1 AND p.deleted_at IS NULL FOR UPDATE`,
      [projectId],
    )
    const [project] = rows
    if (!project) throw new AssayError('not_found', 'There is no such project.')
    if (project.unfinished >= MOST_UNFINISHED)
      throw new AssayError(
        'conflict',
        `A project has at most ${MOST_UNFINISHED} backfills that are not over. Cancel one, or wait for its end.`,
      )
    const id = change.newId()
    await tx.query(
      `INSERT INTO backfill (id, project_id, rule_id, rule_version, evaluators, skips_scored, from_ns, to_ns, state, expected,
         judge_share, budget_calls, budget_usd, due_at, created_at, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 'queued', $9, $10, $11, $12, $13, $13, $14)`,
      [
        id,
        projectId,
        ruleId,
        ruleVersion,
        JSON.stringify(input.evaluators),
        input.skipsScored,
        input.fromNs.toString(),
        input.toNs.toString(),
        Math.round(input.expected),
        input.judgeShare,
        input.budget.calls,
        input.budget.usd,
        change.now,
        change.actor.id,
      ],
    )
    await writeAudit(tx, change, {
      action: 'backfill.created',
      organisationId: project.organisation_id,
      projectId,
      targetId: id,
      details: { ruleId, ruleVersion, expected: Math.round(input.expected), budget: input.budget },
    })
    return findBackfill(tx, { projectId, backfillId: id })
  })
}
