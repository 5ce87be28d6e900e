import type { Pool } from 'pg'
import type { CustomDefinition } from '@assay/contract/api/custom-evaluator'
import type { Rule, RuleEvaluator } from '@assay/contract/api/rule'
import { listCustomDefinitions } from '../custom-evaluator/list.ts'
import { RULE_COLUMNS, RULE_TABLES, type RuleRow, toRule } from './rule-row.ts'

/** A rule that is on, of a project that lives. */
export interface ActiveRule extends Rule {
  projectId: string
  /** What its evaluators ask that people of the project wrote. */
  own: readonly CustomDefinition[]
}

/** Of a project's definitions, those that a rule names. */
export const namedBy = (
  evaluators: readonly RuleEvaluator[],
  definitions: readonly CustomDefinition[] | undefined,
): CustomDefinition[] =>
  (definitions ?? []).filter(({ name }) => evaluators.some((evaluator) => evaluator.name === name))

/**
 * The rules that score now, of all projects or of those given: higher priority first, then by id, so that every process sees one order.
 */
export async function listActiveRules(pool: Pool, projectIds?: readonly string[]): Promise<ActiveRule[]> {
  const { rows } = await pool.query<RuleRow>(
    `SELECT ${RULE_COLUMNS} FROM ${RULE_TABLES} JOIN project p ON p.id = r.project_id
     WHERE r.deleted_at IS NULL AND p.deleted_at IS NULL AND ($1::text[] IS NULL OR r.project_id = ANY($1)) ORDER BY r.id`,
    [projectIds ?? null],
  )
  const definitions = await listCustomDefinitions(pool, projectIds)
  return rows
    .map((row) => {
      const [rule, projectId] = [toRule(row), row.project_id]
      return { ...rule, projectId, own: namedBy(rule.evaluators, definitions.get(projectId)) }
    })
    .filter((rule) => rule.isOn)
    .sort((a, b) => b.priority - a.priority)
}
