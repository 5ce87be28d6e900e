import type { Pool } from 'pg'
import type { Backfill } from '@assay/contract/api/backfill'
import { BACKFILL_COLUMNS, BACKFILL_TABLES, type BackfillRow, toBackfill } from './backfill-row.ts'

/** The backfills of a project, or of one of its rules, newest first. */
export async function listBackfills(
  pool: Pool,
  input: { projectId: string; ruleId: string | null; limit: number },
): Promise<Backfill[]> {
  const { rows } = await pool.query<BackfillRow>(
    `SELECT ${BACKFILL_COLUMNS} FROM ${BACKFILL_TABLES}
     WHERE b.project_id = $1 AND ($2::text IS NULL OR b.rule_id = $2) ORDER BY b.created_at DESC, b.id LIMIT $3`,
    [input.projectId, input.ruleId, input.limit],
  )
  return rows.map(toBackfill)
}
