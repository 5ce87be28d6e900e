import type { Pool, PoolClient } from 'pg'
import type { CustomEvaluator, CustomEvaluatorDraft } from '@assay/contract/api/custom-evaluator'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { findCustomEvaluator } from './find.ts'

const MOST_EVALUATORS = 100

/**
 * Adds an evaluator to a project. One that was deleted comes back under the next version, so that scores of the two are told apart.
 * @throws AssayError `not_found` without the project; `conflict` for a name that is taken, or too many.
 */
export function createCustomEvaluator(
  pool: Pool,
  change: Change,
  input: { projectId: string; draft: CustomEvaluatorDraft },
): Promise<CustomEvaluator> {
  const { projectId, draft } = input
  const { name } = draft
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ organisation_id: string; evaluators: number }>(
      `SELECT p.organisation_id,
         (SELECT count(*)::int FROM custom_evaluator WHERE project_id = p.id AND deleted_at IS NULL) AS evaluators
       FROM project p WHERE p.id = $1 AND p.deleted_at IS NULL FOR UPDATE`,
      [projectId],
    )
    const [project] = rows
    if (!project) throw new AssayError('not_found', 'There is no such project.')
    if (project.evaluators >= MOST_EVALUATORS)
      throw new AssayError(
        'conflict',
        `A project has at most ${MOST_EVALUATORS} evaluators of its own. Delete some.`,
      )
    const made = await tx.query<{ version: number }>(
      `INSERT INTO custom_evaluator AS e (project_id, name, version, created_at) VALUES ($1, $2, 1, $3)
       ON CONFLICT (project_id, name) DO UPDATE SET version = e.version + 1, created_at = $3, deleted_at = NULL
         WHERE e.deleted_at IS NOT NULL
       RETURNING version`,
      [projectId, name, change.now],
    )
    const [row] = made.rows
    if (!row)
      throw new AssayError('conflict', `The project has an evaluator ${name}. Choose another name.`, {
        errors: [{ path: 'name', message: 'is the name of another evaluator of the project' }],
      })
    await insertCustomVersion(tx, change, { projectId, version: row.version, draft })
    await writeAudit(tx, change, {
      action: 'evaluator.created',
      organisationId: project.organisation_id,
      projectId,
      targetId: name,
    })
    const evaluator = await findCustomEvaluator(tx, { projectId, name })
    if (!evaluator) throw new Error('an evaluator that was just added is missing')
    return evaluator
  })
}

/** Adds a version of an evaluator. */
export async function insertCustomVersion(
  tx: PoolClient,
  change: Change,
  input: { projectId: string; version: number; draft: CustomEvaluatorDraft; isDeletion?: boolean },
): Promise<void> {
  const { projectId, version, draft, isDeletion = false } = input
  await tx.query(
    `INSERT INTO custom_evaluator_version (project_id, name, version, definition, at, by, is_deletion)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [projectId, draft.name, version, JSON.stringify(draft), change.now, change.actor.id, isDeletion],
  )
}

/** What people decide about an evaluator, without what the store adds. */
export function draftOf(evaluator: CustomEvaluator): CustomEvaluatorDraft {
  const { name, title, question, rubric, steps, grades, shows, quotesFrom } = evaluator
  return { name, title, question, rubric, steps, grades, shows, quotesFrom }
}
