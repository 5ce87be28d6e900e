import { hash } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { DeadLetterStage } from '@assay/contract/api/dead-letter'
import type { ScoringTarget } from '@assay/contract/scoring-target'

/** A target that could not be scored. */
export interface Burial {
  stage: DeadLetterStage
  target: ScoringTarget
  /** Name of the evaluator; '' where none came to it. */
  evaluator: string
  error: string
  attempts: number
}

const MOST_ERROR_CHARACTERS = 2000

/** Puts targets on the list of what could not be scored; one that is there has its latest error. */
export async function buryTargets(
  tx: PoolClient,
  { projectId, dead, now }: { projectId: string; dead: readonly Burial[]; now: Date },
): Promise<void> {
  for (const { stage, target, evaluator, error, attempts } of dead) {
    const id = hash('sha256', JSON.stringify([projectId, stage, target, evaluator]), 'hex').slice(0, 32)
    await tx.query(
      `INSERT INTO dead_letter (id, project_id, stage, target, evaluator, error, attempts, died_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
       ON CONFLICT (id) DO UPDATE SET error = excluded.error, attempts = dead_letter.attempts + excluded.attempts, died_at = excluded.died_at`,
      [
        id,
        projectId,
        stage,
        JSON.stringify(target),
        evaluator,
        error.slice(0, MOST_ERROR_CHARACTERS),
        attempts,
        now,
      ],
    )
  }
}
