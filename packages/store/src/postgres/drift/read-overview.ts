import type { Pool } from 'pg'
import { type DriftOverview, DriftRun, type DriftState } from '@assay/contract/api/drift'
import { readDriftProject } from './read-project.ts'

/** What is watched in a project, what the last run tested, and how many findings there are. */
export async function readDriftOverview(pool: Pool, projectId: string): Promise<DriftOverview> {
  const { settings, changedAt, changedBy } = await readDriftProject(pool, projectId)
  const runs = await pool.query<{ outcome: unknown }>(
    'SELECT outcome FROM drift_run WHERE project_id = $1 ORDER BY number DESC LIMIT 1',
    [projectId],
  )
  const states = await pool.query<{ state: DriftState; n: number }>(
    'SELECT state, count(*)::int AS n FROM drift_finding WHERE project_id = $1 GROUP BY state',
    [projectId],
  )
  const counts = { open: 0, acknowledged: 0, ended: 0 }
  for (const { state, n } of states.rows) counts[state] = n
  return {
    settings,
    changedAt: changedAt?.toISOString() ?? null,
    changedBy,
    run: runs.rows[0] ? DriftRun.parse(runs.rows[0].outcome) : null,
    counts,
  }
}
