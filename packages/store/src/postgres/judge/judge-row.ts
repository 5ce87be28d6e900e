import { type Judge, JudgeInput } from '@assay/contract/api/judge'

/** What is stored of a judge as text: all but its key. */
export const JudgeDefinition = JudgeInput.omit({ apiKey: true })

/** Columns of a judge over `judge j`; the key is never among them. */
export const JUDGE_COLUMNS = `j.id, j.definition, j.sealed_key IS NOT NULL AS has_key, j.created_at, j.changed_at,
  coalesce((SELECT u.name FROM app_user u WHERE u.id = j.changed_by), (SELECT k.name FROM api_key k WHERE k.id = j.changed_by),
    j.changed_by) AS changed_by,
  (SELECT count(*)::int FROM rule r WHERE r.judge_id = j.id AND r.deleted_at IS NULL) AS rule_count`

export interface JudgeRow {
  id: string
  definition: unknown
  has_key: boolean
  created_at: Date
  changed_at: Date
  changed_by: string | null
  rule_count: number
}

export const toJudge = (row: JudgeRow): Judge => ({
  ...JudgeDefinition.parse(row.definition),
  id: row.id,
  hasKey: row.has_key,
  createdAt: row.created_at.toISOString(),
  changedAt: row.changed_at.toISOString(),
  changedBy: row.changed_by,
  ruleCount: row.rule_count,
})

/** Where the key of a judge is sealed for: the box of one judge does not open as another's. */
export const placeOf = (judgeId: string): string => `judge:${judgeId}`
