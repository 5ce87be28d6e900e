import type { Pool, PoolClient } from 'pg'
import type { Backfill } from '@assay/contract/api/backfill'
import { AssayError } from '@assay/contract/error'
import { BACKFILL_COLUMNS, BACKFILL_TABLES, type BackfillRow, toBackfill } from './backfill-row.ts'

/** One backfill as it stands now. @throws AssayError `not_found`. */
export async function findBackfill(
  db: Pool | PoolClient,
  input: { projectId: string; backfillId: string },
): Promise<Backfill> {
  const { rows } = await db.query<BackfillRow>(
    `SELECT ${BACKFILL_COLUMNS} FROM ${BACKFILL_TABLES} WHERE b.id = $1 AND b.project_id = $2`,
    [input.backfillId, input.projectId],
  )
  if (!rows[0]) throw new AssayError('not_found', 'There is no such backfill.')
  return toBackfill(rows[0])
}
