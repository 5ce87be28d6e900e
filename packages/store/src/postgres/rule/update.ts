import { isDeepStrictEqual } from 'node:util'
import type { Pool, PoolClient } from 'pg'
import { type Rule, RuleDraft, type RulePatch } from '@assay/contract/api/rule'
import { AssayError } from '@assay/contract/error'
import { type Change, writeAudit } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { findRule } from './find.ts'
import { insertVersion } from './insert-rule.ts'
import { requireJudge } from './require-judge.ts'
import { draftOf } from './rule-row.ts'

/**
 * Adds a version of a rule with what `patch` gives; the rest stays. A change of nothing adds none.
 * @throws AssayError `not_found`; `conflict` when `patch.version` is not the newest; `invalid` without its judge.
 */
export function updateRule(
  pool: Pool,
  change: Change,
  input: { projectId: string; ruleId: string; patch: RulePatch },
): Promise<Rule> {
  const { version, ...given } = input.patch
  return inTransaction(pool, async (tx) => {
    const before = await findRule(tx, input)
    if (!before) throw new AssayError('not_found', 'There is no such rule.')
    const missing = Object.keys(draftOf(before)).filter((key) => !(key in given))
    if (before.fault !== undefined && missing.length > 0)
      throw new AssayError(
        'conflict',
        `The rule cannot be read, so it is saved as a whole or not at all: give ${missing.join(', ')} too.`,
      )
    const draft = RuleDraft.parse({ ...draftOf(before), ...given })
    if (before.version === version && isDeepStrictEqual(draft, draftOf(before))) return before
    await requireJudge(tx, { projectId: input.projectId, judgeId: draft.judgeId })
    const organisationId = await takeVersion(tx, { ...input, version, judgeId: draft.judgeId })
    // A limit may have been raised.
    await tx.query('DELETE FROM judge_pause WHERE rule_id = $1', [input.ruleId])
    await insertVersion(tx, change, { ruleId: input.ruleId, version: version + 1, draft })
    await writeAudit(tx, change, {
      action: 'rule.changed',
      organisationId,
      projectId: input.projectId,
      targetId: input.ruleId,
      details: { version: version + 1, changed: Object.keys(given) },
    })
    const after = await findRule(tx, input)
    if (!after) throw new Error('a rule that was just changed is missing')
    return after
  })
}

/** Moves a rule on from `version`: of two changes of one version, one wins. Answers the organisation. */
async function takeVersion(
  tx: PoolClient,
  input: { projectId: string; ruleId: string; version: number; judgeId: string | null },
): Promise<string> {
  const { rows } = await tx.query<{ organisation_id: string }>(
    `UPDATE rule r SET version = r.version + 1, judge_id = $4 FROM project p
     WHERE r.id = $1 AND r.project_id = $2 AND r.version = $3 AND r.deleted_at IS NULL AND p.id = r.project_id
     RETURNING p.organisation_id`,
    [input.ruleId, input.projectId, input.version, input.judgeId],
  )
  if (!rows[0])
    throw new AssayError('conflict', 'The rule was changed meanwhile. Load it again and repeat your change.')
  return rows[0].organisation_id
}
