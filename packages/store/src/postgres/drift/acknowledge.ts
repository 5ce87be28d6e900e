import type { Pool } from 'pg'
import type { DriftFinding } from '@assay/contract/api/drift'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { findDriftFinding } from './find-finding.ts'

/**
 * Says that a person has seen a finding; it stays so while it lasts.
 * @throws AssayError `not_found`; `conflict` when it is not open any more.
 */
export function acknowledgeDrift(
  pool: Pool,
  change: Change,
  { projectId, findingId, note }: { projectId: string; findingId: string; note: string | null },
): Promise<DriftFinding> {
  return inTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query(
      `UPDATE drift_finding SET state = 'acknowledged', acknowledged_at = $3, acknowledged_by = $4, note = $5
       WHERE project_id = $1 AND id = $2 AND state = 'open'`,
      [projectId, findingId, change.now, change.actor.id, note],
    )
    const found = await findDriftFinding(tx, { projectId, findingId })
    if (!found) throw new AssayError('not_found', 'There is no such finding.')
    if (rowCount !== 1)
      throw new AssayError('conflict', `The finding is ${found.state}: only an open one can be acknowledged.`)
    const { rows } = await tx.query<{ organisation_id: string }>(
      'SELECT organisation_id FROM project WHERE id = $1',
      [projectId],
    )
    await writeAudit(tx, change, {
      action: 'drift.acknowledged',
      ...(rows[0] ? { organisationId: rows[0].organisation_id } : {}),
      projectId,
      targetId: findingId,
    })
    const { evidence: _, ...finding } = found
    return finding
  })
}
