import type { Pool } from 'pg'

/** Deletes what waits to be scored of a project, and what could not be: its texts are gone. */
export async function forgetProject(pool: Pool, projectId: string): Promise<void> {
  for (const table of ['scoring_work', 'scoring_open', 'judge_work', 'dead_letter', 'scoring_failure', 'bias_run', 'bias_probe_set', 'bias_settings'])
    await pool.query(`DELETE FROM ${table} WHERE project_id = $1`, [projectId])
}
