import type { Pool, PoolClient } from 'pg'
import type { Rule } from '@assay/contract/api/rule'
import { RULE_COLUMNS, RULE_TABLES, type RuleRow, toRule } from './rule-row.ts'

/** The rules of a project, those that are off too: by priority, then by name. */
export async function listRules(db: Pool | PoolClient, projectId: string): Promise<Rule[]> {
  const { rows } = await db.query<RuleRow>(
    `SELECT ${RULE_COLUMNS} FROM ${RULE_TABLES} WHERE r.project_id = $1 AND r.deleted_at IS NULL ORDER BY r.id`,
    [projectId],
  )
  return rows.map(toRule).sort((a, b) => b.priority - a.priority || a.name.localeCompare(b.name, 'en'))
}
