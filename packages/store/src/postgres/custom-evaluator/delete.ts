import type { Pool } from 'pg'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { listRules } from '../rule/list.ts'
import { draftOf, insertCustomVersion } from './create.ts'
import { findCustomEvaluator } from './find.ts'

/** Ends an evaluator; its versions and scores stay. @throws AssayError `not_found`, `conflict` while rules name it. */
export function deleteCustomEvaluator(
  pool: Pool,
  change: Change,
  input: { projectId: string; name: string },
): Promise<void> {
  const { projectId, name } = input
  return inTransaction(pool, async (tx) => {
    const evaluator = await findCustomEvaluator(tx, input)
    if (!evaluator) throw new AssayError('not_found', 'There is no such evaluator of your own.')
    const rules = await listRules(tx, projectId)
    const naming = rules.filter(({ evaluators }) => evaluators.some((one) => one.name === name))
    if (naming.length > 0)
      throw new AssayError(
        'conflict',
        `Rules run this evaluator: ${naming.map((rule) => rule.name).join(', ')}. Take it out of them first.`,
      )
    const { rows } = await tx.query<{ organisation_id: string; version: number }>(
      `UPDATE custom_evaluator e SET version = e.version + 1, deleted_at = $3 FROM project p
       WHERE e.project_id = $1 AND e.name = $2 AND e.version = $4 AND e.deleted_at IS NULL AND p.id = e.project_id
       RETURNING p.organisation_id, e.version`,
      [projectId, name, change.now, evaluator.version],
    )
    const [row] = rows
    if (!row) throw new AssayError('conflict', 'The evaluator was changed meanwhile. Load it again.')
    const draft = draftOf(evaluator)
    await insertCustomVersion(tx, change, { projectId, version: row.version, draft, isDeletion: true })
    await writeAudit(tx, change, {
      action: 'evaluator.deleted',
      organisationId: row.organisation_id,
      projectId,
      targetId: name,
    })
  })
}
