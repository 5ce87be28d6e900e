import type { Pool } from 'pg'
import { DriftSettings, type DriftSettingsPatch } from '@assay/contract/api/drift'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { readDriftProject } from './read-project.ts'

/** Changes what is watched for drift; what is not given stays. The next run goes by it. */
export function changeDriftSettings(
  pool: Pool,
  change: Change,
  { projectId, patch }: { projectId: string; patch: DriftSettingsPatch },
): Promise<DriftSettings> {
  return inTransaction(pool, async (tx) => {
    await tx.query('INSERT INTO drift_project (project_id) VALUES ($1) ON CONFLICT DO NOTHING', [projectId])
    // Held, so that of two changes at the same moment the later one sees the earlier.
    await tx.query('SELECT 1 FROM drift_project WHERE project_id = $1 FOR UPDATE', [projectId])
    const before = await readDriftProject(tx, projectId)
    const settings = DriftSettings.parse({ ...before.settings, ...patch })
    await tx.query(
      'UPDATE drift_project SET settings = $2, changed_at = $3, changed_by = $4 WHERE project_id = $1',
      [projectId, JSON.stringify(settings), change.now, change.actor.id],
    )
    const { rows } = await tx.query<{ organisation_id: string }>(
      'SELECT organisation_id FROM project WHERE id = $1',
      [projectId],
    )
    await writeAudit(tx, change, {
      action: 'drift.changed',
      ...(rows[0] ? { organisationId: rows[0].organisation_id } : {}),
      projectId,
      details: { changed: Object.keys(patch) },
    })
    return settings
  })
}
