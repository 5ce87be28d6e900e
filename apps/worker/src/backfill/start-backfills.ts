import { setTimeout as sleep } from 'node:timers/promises'
import { takeDueBackfills, type BackfillTurn } from '@assay/store/postgres/backfill/take-due'
import type { PostgresHandle } from '@assay/store/postgres/open'
import type { Logger } from '@assay/telemetry/log'

export interface BackfillsDeps {
  pool: PostgresHandle['pool']
  /** Tells the queue; it may fail or forget, since the next look finds what nobody took up. */
  enqueue: (turns: readonly BackfillTurn[]) => Promise<void>
  now: () => Date
  log: Logger
  everyMs?: number
}

const EVERY_MS = 1_000
/** What the queue has to give a turn to a worker. */
const QUEUE_MS = 30_000

/** Finds every second which backfills may go on. Asks the store and not the queue, and any number of processes may do it at the same time. */
export function startBackfills(deps: BackfillsDeps): { stop: () => Promise<void> } {
  const { pool, enqueue, now, log, everyMs = EVERY_MS } = deps
  const stop = new AbortController()
  const run = async () => {
    while (!stop.signal.aborted) {
      try {
        const at = now()
        const turns = await takeDueBackfills(pool, { now: at, until: new Date(at.getTime() + QUEUE_MS) })
        if (turns.length > 0) await enqueue(turns)
      } catch (error) {
        log.warn('the look for backfills failed', { error: String(error) })
      }
      await sleep(everyMs, undefined, { signal: stop.signal }).catch(() => undefined)
    }
  }
  const running = run()
  return {
    async stop() {
      stop.abort()
      await running
    },
  }
}
