import type { BackfillStep } from '@assay/store/postgres/backfill/advance'
import type { OpenBackfill } from '@assay/store/postgres/backfill/open-turn'
import { uniformNumber } from '@assay/sample/uniform-number'
import type { BackfillDeps } from './backfill-deps.ts'
import { nextPage } from './next-page.ts'
import { partsToScore } from './parts-to-score.ts'
import { scorePart } from './score-part.ts'

/** Targets that are looked at for the few that a low rate draws. */
const MOST_LOOKED_AT = 10_000

/** Scores the next targets of a backfill; when it resolves, their scores are on disk and nothing else has changed. */
export async function makeStep(
  deps: BackfillDeps,
  backfill: OpenBackfill & { widthNs: bigint },
  { targets, isCareful, signal }: { targets: number; isCareful: boolean; signal: AbortSignal },
): Promise<{ step: Omit<BackfillStep, 'perSecond'>; widthNs: bigint }> {
  const { projectId, rule, widthNs } = backfill
  const scope = { ch: deps.clickhouse, projectId, signal }
  const limit = Math.min(MOST_LOOKED_AT, Math.ceil(targets / rule.sampling.rate))
  const page = await nextPage(scope, backfill, { widthNs, limit })
  const drawn = page.targets.filter(
    (one) =>
      uniformNumber(one.sessionId === '' ? one.traceId : one.sessionId, projectId) < rule.sampling.rate,
  )
  const { parts, skipped } = await partsToScore(scope, backfill, drawn)
  const step = { scores: 0, dead: [], questions: [] } as Pick<BackfillStep, 'scores'> & {
    dead: BackfillStep['dead'][number][]
    questions: BackfillStep['questions'][number][]
  }
  for (const part of parts) {
    const { scores, dead, questions } = await scorePart(deps, backfill, part, { isCareful, signal })
    step.scores += scores
    step.dead.push(...dead)
    step.questions.push(...questions)
  }
  const failed = new Set(step.dead.map(({ target }) => JSON.stringify(target))).size
  const scored = drawn.length - skipped - failed
  return {
    step: { ...step, cursor: page.cursor, isWalked: page.isLast, scored, failed, skipped },
    widthNs: page.widthNs,
  }
}
