import type { Pool } from 'pg'
import type { DriftFindings, DriftFindingsQuery } from '@assay/contract/api/drift'
import { FINDING_COLUMNS, type FindingRow, toFinding } from './finding-row.ts'

const STATES: Record<DriftFindingsQuery['state'], readonly string[]> = {
  open: ['open'],
  acknowledged: ['acknowledged'],
  ended: ['ended'],
  current: ['open', 'acknowledged'],
  any: ['open', 'acknowledged', 'ended'],
}

/** What drifted in a project, greatest effect first. */
export async function listDriftFindings(
  pool: Pool,
  { projectId, state, limit }: { projectId: string } & DriftFindingsQuery,
): Promise<DriftFindings> {
  const { rows } = await pool.query<FindingRow & { total: number }>(
    `SELECT ${FINDING_COLUMNS}, count(*) OVER ()::int AS total FROM drift_finding f
     WHERE f.project_id = $1 AND f.state = ANY ($2::text[]) ORDER BY f.effect DESC, f.since DESC, f.id LIMIT $3`,
    [projectId, STATES[state], limit],
  )
  return { findings: rows.map(toFinding), total: rows[0]?.total ?? 0 }
}
