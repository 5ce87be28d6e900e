import type { ClaimCounts } from './claim-counts.ts'
import { featuresOf } from './features.ts'
import { type Models, SHIPPED, type Task, logOddsOf } from './model.ts'
import trained from './weights.json' with { type: 'json' }

/** What a model says of an answer and of each of its claims, as log-odds of unsupported at even odds before it was read. */
export interface ClaimScores {
  answer: number
  claims: readonly number[]
  /** What a claim passes that stands out among so many. */
  bar: number
}

/** Answers of the training data seldom claim more, so the models know no longer ones: those are read claim by claim. */
const TOGETHER = 2

/**
 * Scores an answer by its claims, of which there is at least one. One or two are taken together. Of more, the worst counts, and must pass
 * `perLog` × ln(claims), since the worst of many looks bad by chance; or the mean, where much of an answer is unsupported and nothing stands out.
 *
 * @param perLog As trained: so that faithful answers of any length are flagged as often as single claims.
 */
export function scoreClaims(
  task: Task,
  counts: readonly ClaimCounts[],
  models: Models = SHIPPED,
  perLog: number = trained.barPerLogClaims,
): ClaimScores {
  const claims = counts.map((one) => logOddsOf(task, featuresOf([one]), models))
  if (claims.length <= TOGETHER)
    return { answer: logOddsOf(task, featuresOf(counts), models), claims, bar: 0 }
  const bar = perLog * Math.log(claims.length)
  const mean = claims.reduce((sum, one) => sum + one, 0) / claims.length
  return { answer: Math.max(mean, Math.max(...claims) - bar), claims, bar }
}
