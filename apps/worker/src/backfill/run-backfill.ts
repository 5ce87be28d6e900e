import { advanceBackfill } from '@assay/store/postgres/backfill/advance'
import { countQuestions } from '@assay/store/postgres/backfill/count-questions'
import { endBackfill, putOffBackfill, renewTurn } from '@assay/store/postgres/backfill/end-turn'
import { openTurn, type OpenBackfill } from '@assay/store/postgres/backfill/open-turn'
import type { BackfillTurn } from '@assay/store/postgres/backfill/take-due'
import { isAway } from '../is-away.ts'
import { BACKFILL_TIMES, type BackfillDeps } from './backfill-deps.ts'
import { FIRST_WIDTH_NS } from './next-page.ts'
import { makeStep } from './make-step.ts'
import { restAfter, yieldToLive } from './yield-to-live.ts'

/** Targets of one step, and of one beside live traffic: what is done again when the process is killed. */
const AT_ONCE = 200
const AT_ONCE_BESIDE_LIVE = 50
/** Questions of one backfill that wait for judges before it goes on. */
const MOST_QUESTIONS = 500
/** Failures in a row after which targets are scored one by one, and after which the backfill is given up. */
const CAREFUL_AFTER = 3
const MOST_ATTEMPTS = 8
const FIRST_DELAY_MS = 1_000
const AWAY_MS = 10_000

/**
 * Takes a backfill further, for one turn. Each step reads the next targets, scores them, waits until the scores are on disk, and only then
 * moves the cursor, together with counts, dead letters and questions to judges. Ended anywhere, the next turn writes the same scores again
 * under the same ids. A turn that is not the last one does nothing.
 */
export async function runBackfill(deps: BackfillDeps, turn: BackfillTurn, stop: AbortSignal): Promise<void> {
  const { pool, now, log } = deps
  const times = { ...BACKFILL_TIMES, ...deps.times }
  const lease = () => ({ now: now(), until: new Date(now().getTime() + times.leaseMs) })
  const backfill = await openTurn(pool, turn, lease())
  if (backfill === null) return
  const renewing = setInterval(() => {
    renewTurn(pool, turn, lease().until).catch((error: unknown) =>
      log.warn('the turn of a backfill was not renewed', { ...turn, error: String(error) }),
    )
  }, times.renewMs)
  try {
    const next = await walk(deps, backfill, stop)
    if (next === 'stopped') return
    if (next === 'walked' && (await countQuestions(pool, turn.backfillId)) === 0)
      return await endBackfill(pool, turn, { state: 'done', now: now() })
    const delayMs = next === 'turn over' ? 0 : times.judgeMs
    await putOffBackfill(pool, turn, {
      dueAt: new Date(now().getTime() + delayMs),
      attempts: 0,
      isStopping: stop.aborted,
    })
  } catch (error) {
    await settleFailure(deps, backfill, error, stop)
  } finally {
    clearInterval(renewing)
  }
}

type Walked = 'stopped' | 'turn over' | 'walked' | 'waits for judges'

async function walk(deps: BackfillDeps, backfill: OpenBackfill, stop: AbortSignal): Promise<Walked> {
  const { pool, now } = deps
  const times = { ...BACKFILL_TIMES, ...deps.times }
  const overAt = now().getTime() + times.turnMs
  let at = { ...backfill, widthNs: FIRST_WIDTH_NS }
  for (;;) {
    if (at.isWalked) return 'walked'
    if (stop.aborted || now().getTime() >= overAt) return 'turn over'
    if (at.rule.judgeId !== null && (await countQuestions(pool, at.backfillId)) >= MOST_QUESTIONS)
      return 'waits for judges'
    const begunMs = now().getTime()
    const isBesideLive = await yieldToLive(deps, { patienceMs: times.patienceMs, signal: stop })
    const workMs = now().getTime()
    const targets = isBesideLive ? AT_ONCE_BESIDE_LIVE : AT_ONCE
    const isCareful = at.attempts >= CAREFUL_AFTER
    const { step, widthNs } = await makeStep(deps, at, { targets, isCareful, signal: stop })
    if (isBesideLive) await restAfter(now().getTime() - workMs, stop)
    const through = step.scored + step.failed + step.skipped
    const perSecond = smoothed(at.perSecond, through, now().getTime() - begunMs)
    const until = new Date(now().getTime() + times.leaseMs)
    const goesOn = await advanceBackfill(pool, backfill, { ...step, perSecond }, { now: now(), until })
    for (const outcome of ['scored', 'failed', 'skipped'] as const)
      deps.count(at.projectId, outcome, step[outcome])
    if (!goesOn) return 'stopped'
    at = { ...at, cursor: step.cursor, isWalked: step.isWalked, attempts: 0, perSecond, widthNs }
  }
}

/** Of late counts more. */
function smoothed(before: number | null, targets: number, ms: number): number | null {
  if (targets === 0) return before
  const now = (targets * 1000) / Math.max(1, ms)
  return before === null ? now : 0.7 * before + 0.3 * now
}

async function settleFailure(
  { pool, now, log }: BackfillDeps,
  backfill: OpenBackfill,
  error: unknown,
  stop: AbortSignal,
): Promise<void> {
  const { backfillId, attempts } = backfill
  const after = (ms: number) => new Date(now().getTime() + ms)
  if (stop.aborted) return putOffBackfill(pool, backfill, { dueAt: now(), attempts, isStopping: true })
  log.warn('a step of a backfill failed', { backfillId, attempts, error: String(error) })
  if (isAway(error)) return putOffBackfill(pool, backfill, { dueAt: after(AWAY_MS), attempts })
  if (attempts + 1 < MOST_ATTEMPTS)
    return putOffBackfill(pool, backfill, {
      dueAt: after(FIRST_DELAY_MS * 2 ** attempts),
      attempts: attempts + 1,
    })
  const reason = `It failed ${MOST_ATTEMPTS} times in a row: ${error instanceof Error ? error.message : String(error)}`
  await endBackfill(pool, backfill, { state: 'failed', reason, now: now() })
}
