import type { Pool } from 'pg'
import type { Rule, RuleDraft } from '@assay/contract/api/rule'
import { AssayError } from '@assay/contract/error'
import type { Change } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { findRule } from './find.ts'
import { insertRule } from './insert-rule.ts'
import { requireJudge } from './require-judge.ts'

/** Rules of one project; each is asked of every span that comes. */
const MOST_RULES = 200

/** Adds a rule. @throws AssayError `not_found` without the project, `invalid` without its judge, `conflict` for too many. */
export function createRule(
  pool: Pool,
  change: Change,
  input: { projectId: string; draft: RuleDraft },
): Promise<Rule> {
  const { projectId, draft } = input
  return inTransaction(pool, async (tx) => {
    const { rows } = await tx.query<{ organisation_id: string; rules: number }>(
      `SELECT p.organisation_id, (SELECT count(*)::int FROM rule WHERE project_id = p.id AND deleted_at IS NULL) AS rules
       FROM project p WHERE p.id = $1 AND p.deleted_at IS NULL FOR UPDATE`,
      [projectId],
    )
    const [project] = rows
    if (!project) throw new AssayError('not_found', 'There is no such project.')
    if (project.rules >= MOST_RULES)
      throw new AssayError('conflict', `A project has at most ${MOST_RULES} rules. Delete some.`)
    await requireJudge(tx, { projectId, judgeId: draft.judgeId })
    const ruleId = await insertRule(tx, change, { projectId, organisationId: project.organisation_id, draft })
    const rule = await findRule(tx, { projectId, ruleId })
    if (!rule) throw new Error('a rule that was just added is missing')
    return rule
  })
}
