import type { Pool } from 'pg'
import type { Rule } from '@assay/contract/api/rule'
import { RULE_COLUMNS, RULE_TABLES, type RuleRow, toRule } from './rule-row.ts'

/** A rule that is on, of a project that lives. */
export interface ActiveRule extends Rule {
  projectId: string
}

/**
 * The rules that score now, of all projects or of those given: higher priority first, then by id, so that every process sees one order.
 */
export async function listActiveRules(pool: Pool, projectIds?: readonly string[]): Promise<ActiveRule[]> {
  const { rows } = await pool.query<RuleRow>(
    `SELECT ${RULE_COLUMNS} FROM ${RULE_TABLES} JOIN project p ON p.id = r.project_id
     WHERE r.deleted_at IS NULL AND p.deleted_at IS NULL AND ($1::text[] IS NULL OR r.project_id = ANY($1)) ORDER BY r.id`,
    [projectIds ?? null],
  )
  return rows
    .map((row) => ({ ...toRule(row), projectId: row.project_id }))
    .filter((rule) => rule.isOn)
    .sort((a, b) => b.priority - a.priority)
}
