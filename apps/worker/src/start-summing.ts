import { setTimeout as sleep } from 'node:timers/promises'
import type { ClickHouse } from '@assay/store/clickhouse/client'
import { buildScoreHours } from '@assay/store/clickhouse/score-hours/build-score-hours'
import { dropOldScoreHours } from '@assay/store/clickhouse/score-hours/drop-old-score-hours'
import type { Logger } from '@assay/telemetry/log'

export interface SummingDeps {
  clickhouse: ClickHouse
  /** Clock in Unix milliseconds. */
  now: () => number
  log: Logger
  /** A random whole number below the given one. */
  randomBelow: (limit: number) => number
  everyMs?: number
}

const EVERY_MS = 60_000
/** An hour to which scores still come would be summed up again and again. */
const QUIET_SECONDS = 120
/** The clocks of this process and of the store differ by less. */
const OVERLAP_SECONDS = 600
const RANDOM_BITS = 20n
const DROP_EVERY_MS = 86_400_000
/** No making takes as long. */
const UNFINISHED_MS = 3_600_000

/**
 * Sums up the hours of scores that have become quiet, every minute; the first look is at all hours. Trends are right
 * without it, only slower, so any number of processes may do it, or none.
 */
export function startSumming(deps: SummingDeps): { stop: () => Promise<void> } {
  const { clickhouse, now, randomBelow, log, everyMs = EVERY_MS } = deps
  const newBuild = () => (BigInt(now()) << RANDOM_BITS) + BigInt(randomBelow(2 ** Number(RANDOM_BITS)))
  const stop = new AbortController()
  const run = async () => {
    let sinceSeconds = 0
    let droppedAtMs = now()
    while (!stop.signal.aborted) {
      const untilSeconds = Math.floor(now() / 1000) - QUIET_SECONDS
      try {
        while (
          (await buildScoreHours(clickhouse, { sinceSeconds, untilSeconds, newBuild, signal: stop.signal })) >
          0
        );
        if (now() - droppedAtMs >= DROP_EVERY_MS) {
          droppedAtMs = now()
          await dropOldScoreHours(clickhouse, { beforeBuild: BigInt(now() - UNFINISHED_MS) << RANDOM_BITS })
        }
        if (!stop.signal.aborted) sinceSeconds = Math.max(0, untilSeconds - OVERLAP_SECONDS)
      } catch (error) {
        if (!stop.signal.aborted) log.warn('the hours of scores were not summed up', { error: String(error) })
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
