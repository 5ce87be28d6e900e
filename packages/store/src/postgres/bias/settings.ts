import type { Pool } from 'pg'
import { BIAS_DEFAULTS, BiasSettings, type BiasSettingsPatch } from '@assay/contract/api/bias'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'

/** How groups of a project are compared; the defaults where nobody changed them. */
export async function readBiasSettings(pool: Pool, projectId: string): Promise<BiasSettings> {
  const { rows } = await pool.query<{ definition: object }>(
    'SELECT definition FROM bias_settings WHERE project_id = $1',
    [projectId],
  )
  return BiasSettings.parse({ ...BIAS_DEFAULTS, ...rows[0]?.definition })
}

/** Changes what `patch` gives; the rest stays. @throws AssayError `not_found` without the project. */
export function changeBiasSettings(
  pool: Pool,
  change: Change,
  input: { projectId: string; patch: BiasSettingsPatch },
): Promise<BiasSettings> {
  const { projectId, patch } = input
  return inTransaction(pool, async (tx) => {
    const found = await tx.query<{ organisation_id: string; definition: object | null }>(
      `SELECT p.organisation_id, s.definition FROM project p LEFT JOIN bias_settings s ON s.project_id = p.id
       WHERE p.id = $1 AND p.deleted_at IS NULL FOR UPDATE OF p`,
      [projectId],
    )
    const [project] = found.rows
    if (!project) throw new AssayError('not_found', 'There is no such project.')
    const settings = BiasSettings.parse({ ...BIAS_DEFAULTS, ...project.definition, ...patch })
    await tx.query(
      `INSERT INTO bias_settings (project_id, definition, changed_at, changed_by) VALUES ($1, $2, $3, $4)
       ON CONFLICT (project_id) DO UPDATE SET definition = excluded.definition, changed_at = excluded.changed_at,
         changed_by = excluded.changed_by`,
      [projectId, JSON.stringify(settings), change.now, change.actor.id],
    )
    await writeAudit(tx, change, {
      action: 'bias_settings.changed',
      organisationId: project.organisation_id,
      projectId,
      targetId: projectId,
      details: { changed: Object.keys(patch) },
    })
    return settings
  })
}
