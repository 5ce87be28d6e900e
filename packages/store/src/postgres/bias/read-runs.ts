import type { Pool } from 'pg'
import type { ProbeRun } from '@assay/contract/api/bias-probe'
import { AssayError } from '@assay/contract/error'
import { RUN_COLUMNS, type RunRow, toRun } from './run-row.ts'

/** Runs of one project that are kept. */
export const MOST_RUNS = 50

/** The runs of a project, newest first. */
export async function listRuns(pool: Pool, projectId: string): Promise<ProbeRun[]> {
  const { rows } = await pool.query<RunRow>(
    `SELECT ${RUN_COLUMNS} FROM bias_run r WHERE r.project_id = $1 ORDER BY r.created_at DESC, r.id LIMIT ${MOST_RUNS}`,
    [projectId],
  )
  return rows.map(toRun)
}

/** One run. @throws AssayError `not_found`. */
export async function readRun(pool: Pool, input: { projectId: string; runId: string }): Promise<ProbeRun> {
  const { rows } = await pool.query<RunRow>(
    `SELECT ${RUN_COLUMNS} FROM bias_run r WHERE r.id = $1 AND r.project_id = $2`,
    [input.runId, input.projectId],
  )
  if (!rows[0]) throw new AssayError('not_found', 'There is no such run of probes.')
  return toRun(rows[0])
}
