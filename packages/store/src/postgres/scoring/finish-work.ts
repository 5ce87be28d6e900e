import type { Pool } from 'pg'
import { inTransaction } from '../in-transaction.ts'
import { buryTargets, type Burial } from './bury-targets.ts'
import { addRuleCounts, type RuleCount } from './add-rule-counts.ts'
import { addJudgeWork, type JudgeQuestion } from './add-judge-work.ts'

/** What came of some work, beside its scores. */
export interface WorkEnd {
  id: string
  projectId: string
  dead: readonly Burial[]
  questions: readonly JudgeQuestion[]
  /** What came of each rule; counted once, however often the work is run. */
  counts: readonly RuleCount[]
  now: Date
}

/** Ends work whose scores are on disk: what a judge is to be asked, and what could not be scored, is kept in the same transaction. */
export async function finishWork(
  pool: Pool,
  { id, projectId, dead, questions, counts, now }: WorkEnd,
): Promise<void> {
  await inTransaction(pool, async (tx) => {
    const { rowCount } = await tx.query('DELETE FROM scoring_work WHERE id = $1', [id])
    // Another run of the same work has ended it: a question that was answered since would be asked twice.
    if (rowCount === 0) return
    await buryTargets(tx, { projectId, dead, now })
    // What this work tried again and did not fail again is scored.
    await tx.query('DELETE FROM dead_letter WHERE project_id = $1 AND retry_id = $2', [projectId, id])
    await addJudgeWork(tx, { projectId, questions, now })
    await addRuleCounts(tx, { projectId, counts, now })
  })
}
