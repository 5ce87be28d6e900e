import type { Pool } from 'pg'
import type { ProbeLimits } from '@assay/contract/api/bias-probe'
import { inTransaction } from '../in-transaction.ts'
import { RunDefinition } from './run-row.ts'

/** A run that this holder alone asks for. */
export interface HeldRun {
  id: string
  projectId: string
  judgeId: string
  definition: RunDefinition
  limits: ProbeLimits
  /** Passes before this one, in a row, that the endpoint did not answer. */
  idlePasses: number
}

/**
 * Takes a run that is due and that nobody holds; null where there is none. Calls that were under way in a process that ended wait again.
 *
 * @param input.until When another may take it, unless it is renewed.
 */
export function holdRun(
  pool: Pool,
  input: { runId: string; holder: string; now: Date; until: Date },
): Promise<HeldRun | null> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{
      project_id: string
      judge_id: string
      definition: unknown
      calls_limit: number
      usd_limit: number | null
      idle_passes: number
    }>(
      `UPDATE bias_run SET holder = $2, held_until = $4, passes = passes + 1
       WHERE id = $1 AND state = 'running' AND due_at <= $3 AND (held_until IS NULL OR held_until <= $3)
       RETURNING project_id, judge_id, definition, calls_limit::int AS calls_limit, usd_limit, idle_passes`,
      [input.runId, input.holder, input.now, input.until],
    )
    const [row] = rows
    if (!row) return null
    await tx.query(`UPDATE bias_call SET state = 'waiting' WHERE run_id = $1 AND state = 'asked'`, [
      input.runId,
    ])
    return {
      id: input.runId,
      projectId: row.project_id,
      judgeId: row.judge_id,
      definition: RunDefinition.parse(row.definition),
      limits: { calls: row.calls_limit, usd: row.usd_limit },
      idlePasses: row.idle_passes,
    }
  })
}

/** Holds a run for longer; false where it was cancelled or another holds it. */
export async function renewHold(
  pool: Pool,
  { runId, holder, until }: { runId: string; holder: string; until: Date },
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE bias_run SET held_until = $3 WHERE id = $1 AND holder = $2 AND state = 'running'`,
    [runId, holder, until],
  )
  return rowCount === 1
}

/**
 * Ends a pass: nobody holds the run then. It is done when no call waits; otherwise it is due at `dueAt`, or has stopped where that is null.
 * What another holds, or was cancelled, stays as it is.
 */
export async function releaseRun(
  pool: Pool,
  input: {
    runId: string
    holder: string
    now: Date
    dueAt: Date | null
    note: string | null
    idlePasses: number
  },
): Promise<void> {
  await pool.query(
    `UPDATE bias_run r SET holder = NULL, held_until = NULL, idle_passes = $6,
       due_at = CASE WHEN r.state = 'running' THEN coalesce($4, r.due_at) ELSE r.due_at END,
       note = CASE WHEN r.state != 'running' THEN r.note WHEN open.calls = 0 THEN NULL ELSE $5 END,
       ended_at = CASE WHEN r.state = 'running' AND (open.calls = 0 OR $4::timestamptz IS NULL) THEN $3 ELSE r.ended_at END,
       state = CASE WHEN r.state != 'running' THEN r.state WHEN open.calls = 0 THEN 'done' WHEN $4::timestamptz IS NULL THEN 'stopped'
         ELSE r.state END
     FROM (SELECT count(*) AS calls FROM bias_call WHERE run_id = $1 AND state IN ('waiting', 'asked')) AS open
     WHERE r.id = $1 AND r.holder = $2`,
    [input.runId, input.holder, input.now, input.dueAt, input.note, input.idlePasses],
  )
}

/** A run that is due, and how often it was taken before. */
export interface DueRun {
  runId: string
  turn: number
}

/** Runs that are due and that nobody holds, oldest first. */
export async function dueRuns(pool: Pool, { now, limit }: { now: Date; limit: number }): Promise<DueRun[]> {
  const { rows } = await pool.query<{ id: string; passes: number }>(
    `SELECT id, passes FROM bias_run WHERE state = 'running' AND due_at <= $1 AND (held_until IS NULL OR held_until <= $1)
     ORDER BY due_at LIMIT $2`,
    [now, limit],
  )
  return rows.map(({ id, passes }) => ({ runId: id, turn: passes }))
}
