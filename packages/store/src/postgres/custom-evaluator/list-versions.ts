import type { Pool } from 'pg'
import type { CustomDefinition, CustomEvaluatorVersion } from '@assay/contract/api/custom-evaluator'
import { AssayError } from '@assay/contract/error'
import { EVALUATOR_COLUMNS, type EvaluatorRow, toDefinition, toEvaluatorVersion } from './evaluator-row.ts'

const ANY_VERSION = `custom_evaluator e JOIN custom_evaluator_version v ON v.project_id = e.project_id AND v.name = e.name`

/**
 * What an evaluator asked over time, newest first, at most 500 versions; of a deleted one too, because its scores stay.
 * @throws AssayError `not_found`.
 */
export async function listCustomVersions(
  pool: Pool,
  input: { projectId: string; name: string },
): Promise<CustomEvaluatorVersion[]> {
  const { rows } = await pool.query<EvaluatorRow>(
    `SELECT ${EVALUATOR_COLUMNS} FROM ${ANY_VERSION} WHERE e.project_id = $1 AND e.name = $2 ORDER BY v.version DESC LIMIT 500`,
    [input.projectId, input.name],
  )
  if (rows.length === 0) throw new AssayError('not_found', 'There is no such evaluator of your own.')
  return rows.flatMap(toEvaluatorVersion)
}

/** What certain versions of a project's evaluators ask, those of before and of deleted ones too; the unknown are left out. */
export async function findCustomVersions(
  pool: Pool,
  input: { projectId: string; wanted: readonly { name: string; version: number }[] },
): Promise<CustomDefinition[]> {
  const { projectId, wanted } = input
  if (wanted.length === 0) return []
  const { rows } = await pool.query<EvaluatorRow>(
    `SELECT ${EVALUATOR_COLUMNS} FROM ${ANY_VERSION} JOIN unnest($2::text[], $3::int[]) AS w (name, version)
       ON w.name = v.name AND w.version = v.version
     WHERE e.project_id = $1`,
    [projectId, wanted.map(({ name }) => name), wanted.map(({ version }) => version)],
  )
  return rows.flatMap(toDefinition)
}
