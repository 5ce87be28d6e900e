import type { Pool } from 'pg'
import type { ProbeLimits } from '@assay/contract/api/bias-probe'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { payerOfRun } from './payer.ts'

/**
 * Ends a run, asks on with one that stopped, was cancelled or has calls that failed, or deletes one that has ended.
 *
 * @throws AssayError `not_found`; `conflict` where its state does not allow it.
 */
export function changeRun(
  pool: Pool,
  change: Change,
  input: { projectId: string; runId: string } & (
    { to: 'cancelled' | 'deleted' } | { to: 'running'; limits: ProbeLimits | null }
  ),
): Promise<void> {
  const { projectId, runId } = input
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ organisation_id: string; state: string; open: number }>(
      `SELECT p.organisation_id, r.state, (SELECT count(*)::int FROM bias_call c WHERE c.run_id = r.id AND c.state != 'answered') AS open
       FROM bias_run r JOIN project p ON p.id = r.project_id WHERE r.id = $1 AND r.project_id = $2 FOR UPDATE OF r`,
      [runId, projectId],
    )
    const [run] = rows
    if (!run) throw new AssayError('not_found', 'There is no such run of probes.')
    const isRunning = run.state === 'running'
    if (input.to === 'running') {
      if (isRunning) throw new AssayError('conflict', 'The run is under way already.')
      if (run.open === 0)
        throw new AssayError('conflict', 'Every prompt of the run has its answer: start a new run.')
      await tx.query(
        `UPDATE bias_run SET state = 'running', note = NULL, ended_at = NULL, idle_passes = 0, due_at = $2,
           calls_limit = coalesce($3, calls_limit), usd_limit = CASE WHEN $3::bigint IS NULL THEN usd_limit ELSE $4::float8 END
         WHERE id = $1`,
        [runId, change.now, input.limits?.calls ?? null, input.limits?.usd ?? null],
      )
      await tx.query(
        `UPDATE bias_call SET state = 'waiting', attempts = 0 WHERE run_id = $1 AND state = 'failed'`,
        [runId],
      )
    } else if (input.to === 'cancelled') {
      if (!isRunning) throw new AssayError('conflict', 'The run has ended already.')
      await tx.query(`UPDATE bias_run SET state = 'cancelled', note = NULL, ended_at = $2 WHERE id = $1`, [
        runId,
        change.now,
      ])
    } else {
      if (isRunning) throw new AssayError('conflict', 'The run is under way: cancel it first.')
      await tx.query('DELETE FROM bias_run WHERE id = $1', [runId])
      await tx.query('DELETE FROM scoring_budget WHERE rule_id = $1', [payerOfRun(runId)])
    }
    await writeAudit(tx, change, {
      action: `bias_run.${input.to === 'running' ? 'continued' : input.to}`,
      organisationId: run.organisation_id,
      projectId,
      targetId: runId,
    })
  })
}
