import type { Pool } from 'pg'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'

/** Deletes a judge and its key. @throws AssayError `not_found`; `conflict` while rules ask it. */
export function deleteJudge(
  pool: Pool,
  change: Change,
  input: { projectId: string; judgeId: string },
): Promise<void> {
  return inTransaction(pool, async (tx) => {
    const found = await tx.query<{ organisation_id: string }>(
      `SELECT p.organisation_id FROM judge j JOIN project p ON p.id = j.project_id
       WHERE j.id = $1 AND j.project_id = $2 FOR UPDATE OF j`,
      [input.judgeId, input.projectId],
    )
    const [judge] = found.rows
    if (!judge) throw new AssayError('not_found', 'There is no such judge.')
    const { rows } = await tx.query<{ definition: { name: string } }>(
      `SELECT v.definition FROM rule r JOIN rule_version v ON v.rule_id = r.id AND v.version = r.version
       WHERE r.judge_id = $1 ORDER BY r.id LIMIT 5`,
      [input.judgeId],
    )
    if (rows.length > 0)
      throw new AssayError(
        'conflict',
        `Rules ask this judge: ${rows.map(({ definition }) => definition.name).join(', ')}. Give them another judge first, or none.`,
      )
    await tx.query('DELETE FROM judge WHERE id = $1', [input.judgeId])
    await writeAudit(tx, change, {
      action: 'judge.deleted',
      organisationId: judge.organisation_id,
      projectId: input.projectId,
      targetId: input.judgeId,
    })
  })
}
