import type { Pool } from 'pg'
import { type ProbeSet, ProbeSetDraft } from '@assay/contract/api/bias-probe'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'

const MOST_SETS = 50

/** The project's own sets, by name. */
export async function listProbeSets(pool: Pool, projectId: string): Promise<ProbeSet[]> {
  const { rows } = await pool.query<{ id: string; definition: unknown }>(
    'SELECT id, definition FROM bias_probe_set WHERE project_id = $1 ORDER BY id',
    [projectId],
  )
  return rows
    .map(({ id, definition }) => ({ ...ProbeSetDraft.parse(definition), id, isBuiltIn: false }))
    .sort((a, b) => a.name.localeCompare(b.name, 'en'))
}

/** Adds a set, or replaces one. @throws AssayError `not_found` without the project or set; `conflict` for too many. */
export function saveProbeSet(
  pool: Pool,
  change: Change,
  input: { projectId: string; setId: string | null; draft: ProbeSetDraft },
): Promise<ProbeSet> {
  const { projectId, setId, draft } = input
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ organisation_id: string; sets: number }>(
      `SELECT p.organisation_id, (SELECT count(*)::int FROM bias_probe_set WHERE project_id = p.id) AS sets
       FROM project p WHERE p.id = $1 AND p.deleted_at IS NULL FOR UPDATE`,
      [projectId],
    )
    const [project] = rows
    if (!project) throw new AssayError('not_found', 'There is no such project.')
    if (setId === null && project.sets >= MOST_SETS)
      throw new AssayError('conflict', `A project has at most ${MOST_SETS} sets of probes. Delete some.`)
    const id = setId ?? change.newId()
    const text = JSON.stringify(draft)
    const { rowCount } =
      setId === null
        ? await tx.query(
            `INSERT INTO bias_probe_set (id, project_id, definition, created_at, changed_at, changed_by)
             VALUES ($1, $2, $3, $4, $4, $5)`,
            [id, projectId, text, change.now, change.actor.id],
          )
        : await tx.query(
            `UPDATE bias_probe_set SET definition = $3, changed_at = $4, changed_by = $5 WHERE id = $1 AND project_id = $2`,
            [id, projectId, text, change.now, change.actor.id],
          )
    if (rowCount === 0) throw new AssayError('not_found', 'There is no such set of probes.')
    await writeAudit(tx, change, {
      action: setId === null ? 'probe_set.created' : 'probe_set.changed',
      organisationId: project.organisation_id,
      projectId,
      targetId: id,
    })
    return { ...draft, id, isBuiltIn: false }
  })
}

/** Deletes a set; runs keep what they asked. @throws AssayError `not_found`. */
export function deleteProbeSet(
  pool: Pool,
  change: Change,
  input: { projectId: string; setId: string },
): Promise<void> {
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ organisation_id: string }>(
      `DELETE FROM bias_probe_set s USING project p WHERE s.id = $1 AND s.project_id = $2 AND p.id = s.project_id
       RETURNING p.organisation_id`,
      [input.setId, input.projectId],
    )
    if (!rows[0]) throw new AssayError('not_found', 'There is no such set of probes.')
    await writeAudit(tx, change, {
      action: 'probe_set.deleted',
      organisationId: rows[0].organisation_id,
      projectId: input.projectId,
      targetId: input.setId,
    })
  })
}
