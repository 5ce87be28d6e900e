import { buryQuestion } from '@assay/store/postgres/scoring/end-judge-work'
import { questionBacklogs } from '@assay/store/postgres/scoring/question-backlogs'
import { oldJudgeWork } from '@assay/store/postgres/scoring/take-judge-work'
import { thinQuestions } from '@assay/store/postgres/scoring/thin-questions'
import { decideThinning } from './decide-thinning.ts'
import type { JudgingDeps } from './judging-deps.ts'

/** A question that nobody could pay for or answer in so long is given up. */
const LONGEST_WAIT_MS = 3 * 86_400_000
const GIVEN_UP_AT_ONCE = 200

/**
 * Keeps what waits for judges within bounds: where more is asked than a budget or a judge gets through, some are left out by chance, and
 * those that stay weigh more. What nobody could answer in three days, since its judge is away, becomes a dead letter.
 */
export async function boundQuestions({
  pool,
  now,
  random,
  log,
}: Pick<JudgingDeps, 'pool' | 'now' | 'random' | 'log'>): Promise<void> {
  const at = now()
  for (const thinning of decideThinning(await questionBacklogs(pool, at), at)) {
    const leftOut = await thinQuestions(pool, { ...thinning, seed: `${at.getTime()} ${random()}`, now: at })
    if (leftOut > 0) log.warn('more is asked than a judge gets through', { ...thinning, leftOut })
  }
  const before = new Date(at.getTime() - LONGEST_WAIT_MS)
  for (const question of await oldJudgeWork(pool, { before, now: at, limit: GIVEN_UP_AT_ONCE })) {
    const why = { reason: 'waited_too_long', error: question.error ?? 'It waited for three days.' }
    await buryQuestion(pool, { question, why, now: at })
  }
}
