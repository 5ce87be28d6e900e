import { setTimeout as sleep } from 'node:timers/promises'
import { type DueRun, dueRuns } from '@assay/store/postgres/bias/hold-run'
import type { PostgresHandle } from '@assay/store/postgres/open'
import type { Logger } from '@assay/telemetry/log'

const LOOK_MS = 2_000
const AT_ONCE = 20

/** Finds runs of probes that are due, also those that the queue lost, until it is stopped. */
export function startProbing(deps: {
  pool: PostgresHandle['pool']
  enqueue: (due: readonly DueRun[]) => Promise<void>
  now: () => Date
  log: Logger
}): { stop: () => Promise<void> } {
  const stop = new AbortController()
  const run = async () => {
    while (!stop.signal.aborted) {
      try {
        const due = await dueRuns(deps.pool, { now: deps.now(), limit: AT_ONCE })
        if (due.length > 0) await deps.enqueue(due)
      } catch (error) {
        deps.log.warn('the look for due runs of probes failed', { error: String(error) })
      }
      await sleep(LOOK_MS, undefined, { signal: stop.signal }).catch(() => undefined)
    }
  }
  const looking = run()
  return {
    async stop() {
      stop.abort()
      await looking
    },
  }
}
