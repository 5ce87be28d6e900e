import type { PoolClient } from 'pg'
import type { BackfillState } from '@assay/contract/api/backfill'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'

/** Which backfill, and of which project. */
export interface OneBackfill {
  projectId: string
  backfillId: string
}

/**
 * Brings a backfill from one of some states into another, and writes down who did. @throws AssayError `not_found`; `conflict` in any
 * other state.
 */
export async function changeState(
  tx: PoolClient,
  change: Change,
  input: OneBackfill & {
    from: readonly BackfillState[]
    to: BackfillState
    reason: string | null
    action: string
  },
): Promise<void> {
  const { projectId, backfillId, from, to, reason, action } = input
  const { rows } = await tx.query<{ organisation_id: string }>(
    `UPDATE backfill b SET state = $4::text, reason = $5, due_at = $6::timestamptz, leased_until = NULL, attempts = 0,
       ended_at = CASE WHEN $4 = 'cancelled' THEN $6::timestamptz END
     FROM project p WHERE b.id = $1 AND b.project_id = $2 AND b.state = ANY($3::text[]) AND p.id = b.project_id
     RETURNING p.organisation_id`,
    [backfillId, projectId, from, to, reason, change.now],
  )
  if (rows[0])
    return writeAudit(tx, change, {
      action,
      organisationId: rows[0].organisation_id,
      projectId,
      targetId: backfillId,
    })
  const known = await tx.query<{ state: BackfillState }>(
    'SELECT state FROM backfill WHERE id = $1 AND project_id = $2',
    [backfillId, projectId],
  )
  const [row] = known.rows
  if (!row) throw new AssayError('not_found', 'There is no such backfill.')
  throw new AssayError('conflict', `The backfill is ${row.state} already. Load it again.`)
}
