import type { Pool } from 'pg'
import type { Judge, JudgeInput } from '@assay/contract/api/judge'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { findJudge } from './find.ts'
import { placeOf } from './judge-row.ts'
import type { SecretBox } from './secret-box.ts'

/** Judges of one project. */
const MOST_JUDGES = 50

/** Adds a judge; its key is stored encrypted. @throws AssayError `not_found` without the project, `conflict` for too many. */
export function createJudge(
  pool: Pool,
  change: Change,
  box: SecretBox,
  input: { projectId: string; judge: JudgeInput },
): Promise<Judge> {
  const { projectId } = input
  const { apiKey, ...definition } = input.judge
  const judgeId = change.newId()
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ organisation_id: string; judges: number }>(
      `SELECT p.organisation_id, (SELECT count(*)::int FROM judge WHERE project_id = p.id) AS judges
       FROM project p WHERE p.id = $1 AND p.deleted_at IS NULL FOR UPDATE`,
      [projectId],
    )
    const [project] = rows
    if (!project) throw new AssayError('not_found', 'There is no such project.')
    if (project.judges >= MOST_JUDGES)
      throw new AssayError('conflict', `A project has at most ${MOST_JUDGES} judges. Delete some.`)
    await tx.query(
      `INSERT INTO judge (id, project_id, definition, sealed_key, created_at, changed_at, changed_by)
       VALUES ($1, $2, $3, $4, $5, $5, $6)`,
      [
        judgeId,
        projectId,
        JSON.stringify(definition),
        apiKey === null ? null : box.seal(apiKey, placeOf(judgeId)),
        change.now,
        change.actor.id,
      ],
    )
    await writeAudit(tx, change, {
      action: 'judge.created',
      organisationId: project.organisation_id,
      projectId,
      targetId: judgeId,
      details: { name: definition.name, model: definition.model, host: URL.parse(definition.baseUrl)?.host },
    })
    const judge = await findJudge(tx, { projectId, judgeId })
    if (!judge) throw new Error('a judge that was just added is missing')
    return judge
  })
}
