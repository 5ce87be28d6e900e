import { join } from 'node:path'
import type { Config } from '@assay/config/load-config'
import { openSpool, type Spool } from '@assay/spool/spool'
import { startLoader, type Loader } from '@assay/store/clickhouse/loader'
import { listActiveRules } from '@assay/store/postgres/rule/list-active'
import { readBacklog } from '@assay/store/postgres/scoring/read-backlog'
import type { Logger } from '@assay/telemetry/log'
import { traced } from '@assay/telemetry/spans/tracer'
import { joinMessageLogs } from '@assay/worker/join/join-message-logs'
import { noteSegment } from '@assay/worker/score/note-segment'
import { createPaceCache, type PaceCache } from '@assay/worker/score/pace/pace-cache'
import { createRuleCache, type RuleCache } from '@assay/worker/score/rule-cache'
import type { Closing } from './closing.ts'
import { countLoaded } from './collector-metrics.ts'
import { startStatsWriter, type StatsWriter } from './ingest-stats-rows.ts'
import type { Stores } from './open-stores.ts'
import type { Telemetry } from './start-telemetry.ts'
import { createUncountedArrivals } from './uncounted-arrivals.ts'
import { createVersions } from './versions.ts'

/** The way of all rows of this process to ClickHouse. */
export interface RunningSpool {
  spool: Spool
  loader: Loader
  statsWriter: StatsWriter
  /** Arrival numbers of rows, rising. */
  nextVersion: () => bigint
  rules: RuleCache
  pace: PaceCache
  /** Set by who has the queue: tells it of work; until then the sweep finds it. */
  tellQueue: (enqueue: (workIds: readonly string[]) => Promise<void>) => void
}

const LAST_LOAD_MS = 10_000

/** Opens the spool and loads its segments; what is to be scored of each is noted before it is deleted. */
export async function startSpool(options: {
  config: Config
  stores: Stores
  log: Logger
  closing: Closing
  telemetry: Telemetry
}): Promise<RunningSpool> {
  const { config, stores, log, closing, telemetry } = options
  const { clickhouse } = stores
  const { pool } = stores.postgres
  const uncounted = createUncountedArrivals()
  const spool = await openSpool({
    dir: join(config.dataDir, 'spool'),
    maxBytes: config.spoolMaxBytes,
    now: Date.now,
    log,
    onRecovered: uncounted.add,
  })
  closing.add(() => spool.close())
  const { minutes } = telemetry.ingest
  uncounted.countInto(minutes)
  const statsWriter = startStatsWriter(minutes, spool, log)
  closing.add(() => statsWriter.stop())
  await statsWriter.flush()
  const rules = createRuleCache({ list: () => listActiveRules(pool), now: Date.now })
  const pace = createPaceCache({ read: () => readBacklog(pool), now: Date.now })
  let tell: (workIds: readonly string[]) => Promise<void> = () => Promise.resolve()
  const enqueue = (workIds: readonly string[]) =>
    tell(workIds).catch((error: unknown) =>
      log.warn('the queue was not told of work; the sweep will', { error: String(error) }),
    )
  const joinDeps = { clickhouse, folder: join(config.dataDir, 'join') }
  const count = countLoaded(telemetry)
  const noted = { last: null }
  const loader = startLoader({
    spool,
    clickhouse,
    log,
    onLoaded: async (segment) => {
      const span = {
        name: 'load segment',
        kind: 'internal',
        startMs: Date.now() - segment.loadMs,
        attributes: {
          'assay.segment.id': segment.id,
          'assay.segment.rows': Object.values(segment.rowsByTable).reduce((sum, rows) => sum + rows, 0),
        },
      } as const
      await traced(telemetry.tracer, span, async () => {
        const derived = await joinMessageLogs(joinDeps, segment)
        await noteSegment({ pool, rules, pace, enqueue, now: () => new Date(), noted }, segment, derived)
      })
      // Last: what comes before may fail, and then all is done again.
      count(segment)
    },
  })
  closing.add(() => loader.close())
  closing.add(async () => {
    // Scores of the last jobs become visible before the process ends; what does not make it waits on disk.
    await spool.seal()
    await Promise.race([loader.idle(), new Promise((resolve) => setTimeout(resolve, LAST_LOAD_MS).unref())])
  })
  return {
    spool,
    loader,
    statsWriter,
    nextVersion: createVersions(Date.now),
    rules,
    pace,
    tellQueue: (next) => void (tell = next),
  }
}
