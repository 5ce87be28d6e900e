import {
  type CustomDefinition,
  type CustomEvaluator,
  CustomEvaluatorDraft,
  type CustomEvaluatorVersion,
} from '@assay/contract/api/custom-evaluator'

/** Columns over `custom_evaluator e` and one of its versions `custom_evaluator_version v`. */
export const EVALUATOR_COLUMNS = `e.project_id, e.name, e.created_at, v.version, v.definition, v.at, v.is_deletion,
  coalesce((SELECT u.name FROM app_user u WHERE u.id = v.by), (SELECT k.name FROM api_key k WHERE k.id = v.by), v.by) AS by`
/** Each evaluator with the version that counts now. */
export const EVALUATOR_TABLES = `custom_evaluator e
  JOIN custom_evaluator_version v ON v.project_id = e.project_id AND v.name = e.name AND v.version = e.version`

export interface EvaluatorRow {
  project_id: string
  name: string
  created_at: Date
  version: number
  definition: unknown
  at: Date
  is_deletion: boolean
  by: string | null
}

/** What a row asks; none where this program cannot read it, such as one of a newer version. */
export function toDefinition({ definition, version }: EvaluatorRow): CustomDefinition[] {
  const read = CustomEvaluatorDraft.safeParse(definition)
  return read.success ? [{ ...read.data, version }] : []
}

export const toEvaluator = (row: EvaluatorRow): CustomEvaluator[] =>
  toDefinition(row).map((definition) => ({
    ...definition,
    createdAt: row.created_at.toISOString(),
    changedAt: row.at.toISOString(),
    changedBy: row.by,
  }))

export const toEvaluatorVersion = (row: EvaluatorRow): CustomEvaluatorVersion[] =>
  toDefinition(row).map(({ name: _, ...definition }) => ({
    ...definition,
    at: row.at.toISOString(),
    by: row.by,
    isDeletion: row.is_deletion,
  }))
