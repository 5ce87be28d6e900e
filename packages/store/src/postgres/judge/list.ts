import type { Pool } from 'pg'
import type { Judge } from '@assay/contract/api/judge'
import { JUDGE_COLUMNS, type JudgeRow, toJudge } from './judge-row.ts'

/** The judges of a project by name, without their keys. */
export async function listJudges(pool: Pool, projectId: string): Promise<Judge[]> {
  const { rows } = await pool.query<JudgeRow>(
    `SELECT ${JUDGE_COLUMNS} FROM judge j WHERE j.project_id = $1 ORDER BY j.id`,
    [projectId],
  )
  return rows.map(toJudge).sort((a, b) => a.name.localeCompare(b.name, 'en'))
}
