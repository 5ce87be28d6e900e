import type { Pool } from 'pg'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { findRule } from './find.ts'
import { insertVersion } from './insert-rule.ts'
import { draftOf } from './rule-row.ts'

/** Ends a rule; its versions and scores stay. @throws AssayError `not_found`, `conflict` when it was changed at the same moment. */
export function deleteRule(
  pool: Pool,
  change: Change,
  input: { projectId: string; ruleId: string },
): Promise<void> {
  return inTransaction(pool, async (tx) => {
    const rule = await findRule(tx, input)
    if (!rule) throw new AssayError('not_found', 'There is no such rule.')
    const { rows } = await tx.query<{ version: number; organisation_id: string }>(
      `UPDATE rule r SET version = r.version + 1, judge_id = NULL, deleted_at = $3 FROM project p
       WHERE r.id = $1 AND r.project_id = $2 AND r.version = $4 AND r.deleted_at IS NULL AND p.id = r.project_id
       RETURNING r.version, p.organisation_id`,
      [input.ruleId, input.projectId, change.now, rule.version],
    )
    const [row] = rows
    if (!row) throw new AssayError('conflict', 'The rule was changed meanwhile. Load it again.')
    const draft = { ...draftOf(rule), isOn: false }
    await insertVersion(tx, change, { ruleId: input.ruleId, version: row.version, draft, isDeletion: true })
    await writeAudit(tx, change, {
      action: 'rule.deleted',
      organisationId: row.organisation_id,
      projectId: input.projectId,
      targetId: input.ruleId,
      details: { name: rule.name },
    })
  })
}
