import type { Pool } from 'pg'
import { RuleDraft } from '@assay/contract/api/rule'
import { listCustomDefinitions } from '../custom-evaluator/list.ts'
import { type ActiveRule, namedBy } from '../rule/list-active.ts'

/** A rule whose questions are paid by a backfill. */
export interface PayingRule extends ActiveRule {
  /** What pays in place of the rule's day; null: the rule's day does. */
  backfill: { id: string } | null
}

/** The rules of backfills, by the backfill's id, each in the version that the backfill names; of cancelled ones none. */
export async function backfillRules(
  pool: Pool,
  backfillIds: readonly string[],
): Promise<Map<string, PayingRule>> {
  if (backfillIds.length === 0) return new Map()
  const { rows } = await pool.query<{
    id: string
    project_id: string
    rule_id: string
    rule_version: number
    definition: unknown
    at: Date
  }>(
    `SELECT b.id, b.project_id, b.rule_id, b.rule_version, v.definition, v.at
     FROM backfill b JOIN rule_version v ON v.rule_id = b.rule_id AND v.version = b.rule_version
     WHERE b.id = ANY($1::text[]) AND b.state <> 'cancelled'`,
    [backfillIds],
  )
  const definitions = await listCustomDefinitions(
    pool,
    rows.map((row) => row.project_id),
  )
  return new Map(
    rows.map((row) => {
      const at = row.at.toISOString()
      const rule = RuleDraft.parse(row.definition)
      const saved = {
        id: row.rule_id,
        version: row.rule_version,
        createdAt: at,
        changedAt: at,
        changedBy: null,
      }
      const backfill = { id: row.id }
      const own = namedBy(rule.evaluators, definitions.get(row.project_id))
      return [row.id, { ...rule, ...saved, projectId: row.project_id, own, backfill }]
    }),
  )
}
