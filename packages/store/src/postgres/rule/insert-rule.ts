import type { PoolClient } from 'pg'
import type { RuleDraft } from '@assay/contract/api/rule'
import { type Change, writeAudit } from '../change.ts'

/** Adds the first version of a rule and answers its id, in the transaction of the caller, who knows that project and judge exist. */
export async function insertRule(
  tx: PoolClient,
  change: Change,
  input: { projectId: string; organisationId: string; draft: RuleDraft },
): Promise<string> {
  const { projectId, organisationId, draft } = input
  const id = change.newId()
  await tx.query(
    'INSERT INTO rule (id, project_id, version, judge_id, created_at) VALUES ($1, $2, 1, $3, $4)',
    [id, projectId, draft.judgeId, change.now],
  )
  await insertVersion(tx, change, { ruleId: id, version: 1, draft })
  await writeAudit(tx, change, {
    action: 'rule.created',
    organisationId,
    projectId,
    targetId: id,
    details: { name: draft.name },
  })
  return id
}

/** Adds a version of a rule. */
export async function insertVersion(
  tx: PoolClient,
  change: Change,
  input: { ruleId: string; version: number; draft: RuleDraft; isDeletion?: boolean },
): Promise<void> {
  await tx.query(
    'INSERT INTO rule_version (rule_id, version, definition, at, by, is_deletion) VALUES ($1, $2, $3, $4, $5, $6)',
    [
      input.ruleId,
      input.version,
      JSON.stringify(input.draft),
      change.now,
      change.actor.id,
      input.isDeletion ?? false,
    ],
  )
}
