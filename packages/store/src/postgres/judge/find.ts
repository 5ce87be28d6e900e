import type { Pool, PoolClient } from 'pg'
import type { Judge } from '@assay/contract/api/judge'
import { JUDGE_COLUMNS, type JudgeRow, toJudge } from './judge-row.ts'

/** One judge of a project, without its key; null where there is none. */
export async function findJudge(
  db: Pool | PoolClient,
  input: { projectId: string; judgeId: string },
): Promise<Judge | null> {
  const { rows } = await db.query<JudgeRow>(
    `SELECT ${JUDGE_COLUMNS} FROM judge j WHERE j.id = $1 AND j.project_id = $2`,
    [input.judgeId, input.projectId],
  )
  return rows[0] ? toJudge(rows[0]) : null
}
