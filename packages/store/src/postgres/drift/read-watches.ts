import type { Pool } from 'pg'

/** Where the detectors of a project stand, by stream; plain data of whoever wrote it. */
export async function readDriftWatches(pool: Pool, projectId: string): Promise<Map<string, unknown>> {
  const { rows } = await pool.query<{ stream: string; state: unknown }>(
    'SELECT stream, state FROM drift_watch WHERE project_id = $1',
    [projectId],
  )
  return new Map(rows.map(({ stream, state }) => [stream, state]))
}
