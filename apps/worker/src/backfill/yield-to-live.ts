import { setTimeout as sleep } from 'node:timers/promises'
import { hasLiveWork } from '@assay/store/postgres/backfill/has-live-work'
import type { BackfillDeps } from './backfill-deps.ts'

const LOOK_MS = 200
/** Beside live traffic a step takes one part in four of the time. */
const REST_PER_WORK = 3
const MOST_REST_MS = 10_000

/** Waits while anything that has just come is still to be scored, at most for `patienceMs`; true where spans come or wait. */
export async function yieldToLive(
  deps: Pick<BackfillDeps, 'pool' | 'isReceiving'>,
  { patienceMs, signal }: { patienceMs: number; signal: AbortSignal },
): Promise<boolean> {
  for (let waitedMs = 0; waitedMs < patienceMs && !signal.aborted; waitedMs += LOOK_MS) {
    if (!(await hasLiveWork(deps.pool))) return waitedMs > 0 || deps.isReceiving()
    await pause(LOOK_MS, signal)
  }
  return true
}

/** Rests after a step beside live traffic. @param tookMs What the step took. */
export const restAfter = (tookMs: number, signal: AbortSignal): Promise<void> =>
  pause(Math.min(MOST_REST_MS, REST_PER_WORK * tookMs), signal)

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  sleep(ms, undefined, { signal }).catch(() => undefined)
