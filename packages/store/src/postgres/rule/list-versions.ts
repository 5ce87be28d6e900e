import type { Pool } from 'pg'
import type { RuleVersion } from '@assay/contract/api/rule'
import { AssayError } from '@assay/contract/error'
import { toRuleVersion, VERSION_COLUMNS, type VersionRow } from './rule-row.ts'

/**
 * What a rule said over time, newest first, at most 500 versions; of deleted rules too, because their scores stay.
 * @throws AssayError `not_found`.
 */
export async function listRuleVersions(
  pool: Pool,
  input: { projectId: string; ruleId: string },
): Promise<RuleVersion[]> {
  const { rows } = await pool.query<VersionRow>(
    `SELECT ${VERSION_COLUMNS} FROM rule_version v JOIN rule r ON r.id = v.rule_id
     WHERE r.id = $1 AND r.project_id = $2 ORDER BY v.version DESC LIMIT 500`,
    [input.ruleId, input.projectId],
  )
  if (rows.length === 0) throw new AssayError('not_found', 'There is no such rule.')
  return rows.map(toRuleVersion)
}
