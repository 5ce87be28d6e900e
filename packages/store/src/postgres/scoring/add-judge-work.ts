import type { PoolClient } from 'pg'
import type { RuleEvaluator } from '@assay/contract/api/rule'
import type { ScoringTarget } from '@assay/contract/scoring-target'
import { storableJson } from '../storable.ts'

/** What a judge is to be asked. */
export interface JudgeQuestion {
  /** Id of the score that comes of it. */
  id: string
  ruleId: string
  ruleVersion: number
  judgeId: string
  target: ScoringTarget
  evaluator: RuleEvaluator
  /** Of the evaluator; one that people wrote is asked as this version has it. '' where nobody wrote it down. */
  evaluatorVersion: string
  /** What the free tier said; null where it gave no score. */
  freeLabel: string | null
  /** Probability with which it was chosen, above 0 to 1. */
  probability: number
  /** How it was chosen. */
  sampling: string
  /** What it was counted with when it was chosen: the evaluator and what the free tier said. */
  stratum: string
  /** Higher ones go first. */
  priority: number
}

/** Keeps questions to judges; one that waits already stays as it is. @param input.backfillId What pays in place of the rule's day. */
export async function addJudgeWork(
  tx: PoolClient,
  input: { projectId: string; questions: readonly JudgeQuestion[]; now: Date; backfillId?: string },
): Promise<void> {
  const { projectId, questions, now, backfillId = null } = input
  for (const { id, ruleId, ruleVersion, judgeId, priority, ...question } of questions)
    await tx.query(
      `INSERT INTO judge_work (id, project_id, rule_id, rule_version, judge_id, question, priority, noted_at, due_at, backfill_id)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8, $9) ON CONFLICT (id) DO NOTHING`,
      [id, projectId, ruleId, ruleVersion, judgeId, storableJson(question), priority, now, backfillId],
    )
}
