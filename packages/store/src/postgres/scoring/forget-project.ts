import type { Pool } from 'pg'

const TABLES = [
  ...[
    'backfill',
    'scoring_work',
    'scoring_open',
    'scoring_pace',
    'judge_work',
    'dead_letter',
    'dead_letter_dropped',
    'scoring_failure',
  ],
  ...['judge_pause', 'judge_minute', 'judge_last', 'rule_hour'],
  ...['drift_finding', 'drift_watch', 'drift_run'],
  ...['bias_run', 'bias_probe_set', 'bias_settings'],
  ...['custom_evaluator_version', 'custom_evaluator'],
]

/** Deletes what waits to be scored of a project, what could not be, and what drifted with its words: its texts are gone. */
export async function forgetProject(pool: Pool, projectId: string): Promise<void> {
  for (const table of TABLES) await pool.query(`DELETE FROM ${table} WHERE project_id = $1`, [projectId])
}
