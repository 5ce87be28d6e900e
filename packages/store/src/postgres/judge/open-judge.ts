import type { Pool } from 'pg'
import type { Judge } from '@assay/contract/api/judge'
import { AssayError } from '@assay/contract/error'
import { JUDGE_COLUMNS, type JudgeRow, placeOf, toJudge } from './judge-row.ts'
import type { SecretBox } from './secret-box.ts'

/** A judge with what it takes to ask it. Never leaves the server. */
export interface OpenJudge {
  judge: Judge
  /** null for a server that asks for none. */
  apiKey: string | null
}

/**
 * Reads a judge with its key, for a call. @throws AssayError `not_found`; `conflict` when the key was encrypted with another secret.
 */
export async function openJudge(
  pool: Pool,
  box: SecretBox,
  input: { projectId: string; judgeId: string },
): Promise<OpenJudge> {
  const { rows } = await pool.query<JudgeRow & { sealed_key: Buffer | null }>(
    `SELECT ${JUDGE_COLUMNS}, j.sealed_key FROM judge j WHERE j.id = $1 AND j.project_id = $2`,
    [input.judgeId, input.projectId],
  )
  const [row] = rows
  if (!row) throw new AssayError('not_found', 'There is no such judge.')
  const judge = toJudge(row)
  if (row.sealed_key === null) return { judge, apiKey: null }
  const apiKey = box.open(row.sealed_key, placeOf(row.id))
  if (apiKey === null)
    throw new AssayError(
      'conflict',
      `The key of the judge ${judge.name} was encrypted with another ASSAY_SECRET_KEY. Start with that one, or enter the key again.`,
    )
  return { judge, apiKey }
}
