import type { Pool, PoolClient } from 'pg'
import type { Rule } from '@assay/contract/api/rule'
import { RULE_COLUMNS, RULE_TABLES, type RuleRow, toRule } from './rule-row.ts'

/** One rule of a project as it stands now; null where there is none or it was deleted. */
export async function findRule(
  db: Pool | PoolClient,
  input: { projectId: string; ruleId: string },
): Promise<Rule | null> {
  const { rows } = await db.query<RuleRow>(
    `SELECT ${RULE_COLUMNS} FROM ${RULE_TABLES} WHERE r.id = $1 AND r.project_id = $2 AND r.deleted_at IS NULL`,
    [input.ruleId, input.projectId],
  )
  return rows[0] ? toRule(rows[0]) : null
}
