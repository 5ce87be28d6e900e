import type { PoolClient } from 'pg'
import { AssayError } from '@assay/contract/error'

/** Refuses a rule that asks a judge which its project has not; holds the judge until the transaction ends. @throws AssayError `invalid`. */
export async function requireJudge(
  tx: PoolClient,
  input: { projectId: string; judgeId: string | null },
): Promise<void> {
  if (input.judgeId === null) return
  const { rowCount } = await tx.query('SELECT 1 FROM judge WHERE id = $1 AND project_id = $2 FOR SHARE', [
    input.judgeId,
    input.projectId,
  ])
  if (rowCount !== 1)
    throw new AssayError('invalid', 'The project has no such judge. Choose one of its judges, or none.', {
      errors: [{ path: 'judgeId', message: 'names no judge of the project' }],
    })
}
