import type { Pool, PoolClient } from 'pg'
import type { CustomEvaluator } from '@assay/contract/api/custom-evaluator'
import { EVALUATOR_COLUMNS, EVALUATOR_TABLES, type EvaluatorRow, toEvaluator } from './evaluator-row.ts'

/** An evaluator that people of the project wrote, as it stands now; null where there is none or it was deleted. */
export async function findCustomEvaluator(
  db: Pool | PoolClient,
  input: { projectId: string; name: string },
): Promise<CustomEvaluator | null> {
  const { rows } = await db.query<EvaluatorRow>(
    `SELECT ${EVALUATOR_COLUMNS} FROM ${EVALUATOR_TABLES} WHERE e.project_id = $1 AND e.name = $2 AND e.deleted_at IS NULL`,
    [input.projectId, input.name],
  )
  return rows.flatMap(toEvaluator)[0] ?? null
}
