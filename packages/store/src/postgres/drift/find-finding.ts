import type { Pool, PoolClient } from 'pg'
import { DriftEvidence, type DriftFindingDetail } from '@assay/contract/api/drift'
import { FINDING_COLUMNS, type FindingRow, toFinding } from './finding-row.ts'

/** One finding with its pictures and traces; null where there is none. */
export async function findDriftFinding(
  db: Pool | PoolClient,
  { projectId, findingId }: { projectId: string; findingId: string },
): Promise<DriftFindingDetail | null> {
  const { rows } = await db.query<FindingRow & { evidence: unknown }>(
    `SELECT ${FINDING_COLUMNS}, f.evidence FROM drift_finding f WHERE f.project_id = $1 AND f.id = $2`,
    [projectId, findingId],
  )
  const [row] = rows
  return row ? { ...toFinding(row), evidence: DriftEvidence.parse(row.evidence) } : null
}
