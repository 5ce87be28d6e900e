import { isDeepStrictEqual } from 'node:util'
import type { Pool } from 'pg'
import type { CustomEvaluator, CustomEvaluatorChange } from '@assay/contract/api/custom-evaluator'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { draftOf, insertCustomVersion } from './create.ts'
import { findCustomEvaluator } from './find.ts'

/**
 * Adds a version of an evaluator. A change of nothing adds none.
 * @throws AssayError `not_found`; `conflict` when `next.version` is not the newest.
 */
export function updateCustomEvaluator(
  pool: Pool,
  change: Change,
  input: { projectId: string; name: string; next: CustomEvaluatorChange },
): Promise<CustomEvaluator> {
  const { projectId, name } = input
  const { version, ...definition } = input.next
  const draft = { name, ...definition }
  return inTransaction(pool, async (tx) => {
    const before = await findCustomEvaluator(tx, input)
    if (!before) throw new AssayError('not_found', 'There is no such evaluator of your own.')
    if (before.version === version && isDeepStrictEqual(draftOf(before), draft)) return before
    const { rows } = await tx.query<{ organisation_id: string }>(
      `UPDATE custom_evaluator e SET version = e.version + 1 FROM project p
       WHERE e.project_id = $1 AND e.name = $2 AND e.version = $3 AND e.deleted_at IS NULL AND p.id = e.project_id
       RETURNING p.organisation_id`,
      [projectId, name, version],
    )
    const [row] = rows
    if (!row)
      throw new AssayError(
        'conflict',
        'The evaluator was changed meanwhile. Load it again and repeat your change.',
      )
    await insertCustomVersion(tx, change, { projectId, version: version + 1, draft })
    await writeAudit(tx, change, {
      action: 'evaluator.changed',
      organisationId: row.organisation_id,
      projectId,
      targetId: name,
      details: { version: version + 1 },
    })
    const after = await findCustomEvaluator(tx, input)
    if (!after) throw new Error('an evaluator that was just changed is missing')
    return after
  })
}
