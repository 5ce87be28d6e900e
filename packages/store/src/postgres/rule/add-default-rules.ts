import type { Pool, PoolClient } from 'pg'
import { DEFAULT_RULES, DEFAULT_RULES_GENERATION } from '@assay/contract/default-rules'
import type { Change } from '../change.ts'
import { inTransaction } from '../in-transaction.ts'
import { insertRule } from './insert-rule.ts'

/** Gives a project the default rules of generations that it has not seen. Rules that people changed or deleted stay as they are. */
export async function addDefaultRules(
  tx: PoolClient,
  { now, newId }: Omit<Change, 'actor'>,
  projectId: string,
): Promise<void> {
  const { rows } = await tx.query<{ organisation_id: string; default_rules: number }>(
    `SELECT organisation_id, default_rules FROM project
     WHERE id = $1 AND deleted_at IS NULL AND default_rules < $2 FOR UPDATE`,
    [projectId, DEFAULT_RULES_GENERATION],
  )
  const [project] = rows
  if (!project) return
  const change: Change = { now, newId, actor: { type: 'system', id: null } }
  for (const { since, draft } of DEFAULT_RULES)
    if (since > project.default_rules)
      await insertRule(tx, change, { projectId, organisationId: project.organisation_id, draft })
  await tx.query('UPDATE project SET default_rules = $2 WHERE id = $1', [projectId, DEFAULT_RULES_GENERATION])
}

/** Gives every project the default rules that it lacks; called at each start, by as many processes as there are. */
export async function addMissingDefaultRules(pool: Pool, change: Omit<Change, 'actor'>): Promise<void> {
  const { rows } = await pool.query<{ id: string }>(
    'SELECT id FROM project WHERE deleted_at IS NULL AND default_rules < $1 ORDER BY id',
    [DEFAULT_RULES_GENERATION],
  )
  for (const { id } of rows) await inTransaction(pool, (tx) => addDefaultRules(tx, change, id))
}
