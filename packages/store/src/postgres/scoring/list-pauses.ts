import type { Pool } from 'pg'

/** Why nothing of a judge, or of one rule that asks it, is asked. */
export interface KeptPause {
  judgeId: string
  /** null for all rules that ask the judge. */
  ruleId: string | null
  reason: string
  error: string
  since: Date
  until: Date
}

/** Why which judges of a project are left alone; those whose time is over are being tried again. */
export async function listPauses(pool: Pool, projectId: string): Promise<KeptPause[]> {
  const { rows } = await pool.query<{
    judge_id: string
    rule_id: string
    reason: string
    error: string
    since: Date
    until_at: Date
  }>(
    'SELECT judge_id, rule_id, reason, error, since, until_at FROM judge_pause WHERE project_id = $1 ORDER BY until_at DESC',
    [projectId],
  )
  return rows.map((row) => ({
    judgeId: row.judge_id,
    ruleId: row.rule_id === '' ? null : row.rule_id,
    reason: row.reason,
    error: row.error,
    since: row.since,
    until: row.until_at,
  }))
}
