import type { Pool, PoolClient } from 'pg'
import type { CustomDefinition, CustomEvaluator } from '@assay/contract/api/custom-evaluator'
import {
  EVALUATOR_COLUMNS,
  EVALUATOR_TABLES,
  type EvaluatorRow,
  toDefinition,
  toEvaluator,
} from './evaluator-row.ts'

/** The evaluators that people of a project wrote, by name. */
export async function listCustomEvaluators(
  db: Pool | PoolClient,
  projectId: string,
): Promise<CustomEvaluator[]> {
  const { rows } = await db.query<EvaluatorRow>(
    `SELECT ${EVALUATOR_COLUMNS} FROM ${EVALUATOR_TABLES} WHERE e.project_id = $1 AND e.deleted_at IS NULL ORDER BY e.name`,
    [projectId],
  )
  return rows.flatMap(toEvaluator)
}

/** What the evaluators of projects ask now, by project; of all projects where none is given. */
export async function listCustomDefinitions(
  pool: Pool,
  projectIds?: readonly string[],
): Promise<Map<string, CustomDefinition[]>> {
  const { rows } = await pool.query<EvaluatorRow>(
    `SELECT ${EVALUATOR_COLUMNS} FROM ${EVALUATOR_TABLES}
     WHERE e.deleted_at IS NULL AND ($1::text[] IS NULL OR e.project_id = ANY($1)) ORDER BY e.name`,
    [projectIds ?? null],
  )
  const byProject = Map.groupBy(rows, (row) => row.project_id)
  return new Map([...byProject].map(([id, own]) => [id, own.flatMap(toDefinition)]))
}
