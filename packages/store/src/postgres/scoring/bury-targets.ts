import { hash } from 'node:crypto'
import type { PoolClient } from 'pg'
import type { DeadLetterStage } from '@assay/contract/api/dead-letter'
import type { ScoringTarget } from '@assay/contract/scoring-target'
import { storableError, storableJson } from '../storable.ts'
import type { JudgeQuestion } from './add-judge-work.ts'

/** A target that could not be scored. */
export interface Burial {
  stage: DeadLetterStage
  target: ScoringTarget
  /** Name of the evaluator; '' where none came to it. */
  evaluator: string
  error: string
  attempts: number
  /** What the judge was asked, where it was a judge. */
  question?: JudgeQuestion
}

/** Letters of a project; the oldest make room for new ones. */
export const MOST_LETTERS = 10_000
/** Failures of longer ago are no longer counted. */
const COUNTED_DAYS = 90

/**
 * Puts targets on the list of what could not be scored, and counts the failures; a target that is there has its latest error, and is no
 * longer being tried again.
 */
export async function buryTargets(
  tx: PoolClient,
  { projectId, dead, now }: { projectId: string; dead: readonly Burial[]; now: Date },
): Promise<void> {
  if (dead.length === 0) return
  for (const { stage, target, evaluator, error, attempts, question } of dead) {
    const id = hash('sha256', JSON.stringify([projectId, stage, ...idsOf(target), evaluator]), 'hex').slice(
      0,
      32,
    )
    await tx.query(
      `INSERT INTO dead_letter (id, project_id, stage, target, evaluator, error, attempts, question, first_died_at, died_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
       ON CONFLICT (id) DO UPDATE SET error = excluded.error, attempts = dead_letter.attempts + excluded.attempts,
         question = excluded.question, retry_id = NULL, died_at = excluded.died_at`,
      [
        id,
        projectId,
        stage,
        storableJson(target),
        evaluator,
        storableError(error),
        attempts,
        question === undefined ? null : storableJson(question),
        now,
      ],
    )
    await tx.query(
      `INSERT INTO scoring_failure (project_id, hour, evaluator, stage, reason, failures)
       VALUES ($1, date_trunc('hour', $2::timestamptz), $3, $4, $5, 1)
       ON CONFLICT (project_id, hour, evaluator, stage, reason) DO UPDATE SET failures = scoring_failure.failures + 1`,
      [projectId, now, evaluator, stage, reasonOf(stage, error)],
    )
  }
  await makeRoom(tx, projectId, now)
  const oldest = new Date(now.getTime() - COUNTED_DAYS * 86_400_000)
  await tx.query('DELETE FROM scoring_failure WHERE project_id = $1 AND hour < $2', [projectId, oldest])
}

/** Takes the oldest letters off the list where there are too many, and counts them. */
async function makeRoom(tx: PoolClient, projectId: string, now: Date): Promise<void> {
  await tx.query(
    `WITH gone AS (
       DELETE FROM dead_letter WHERE id IN (
         SELECT id FROM dead_letter WHERE project_id = $1 ORDER BY died_at DESC, id OFFSET ${MOST_LETTERS} FOR UPDATE SKIP LOCKED)
       RETURNING 1)
     INSERT INTO dead_letter_dropped (project_id, dropped, last_at) SELECT $1, count(*), $2 FROM gone HAVING count(*) > 0
     ON CONFLICT (project_id) DO UPDATE SET dropped = dead_letter_dropped.dropped + excluded.dropped, last_at = excluded.last_at`,
    [projectId, now],
  )
}

/** In one order: a target that comes out of the database has its own. */
const idsOf = (target: ScoringTarget): string[] =>
  target.target === 'session'
    ? ['session', target.sessionId]
    : [target.target, target.traceId, target.target === 'span' ? target.spanId : '']

/** Errors of judges begin with a name from a closed set and a colon. */
const reasonOf = (stage: DeadLetterStage, error: string): string =>
  (stage === 'judge' ? /^([a-z_]{1,40}):/.exec(error)?.[1] : undefined) ?? 'error'
