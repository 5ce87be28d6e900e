import type { Frame } from '@assay/spool/spool'
import type { ClickHouse } from '@assay/store/clickhouse/client'
import type { PostgresHandle } from '@assay/store/postgres/open'
import type { Logger } from '@assay/telemetry/log'
import type { ScorePool } from '../score/thread/score-pool.ts'

/** What scoring the past needs. */
export interface BackfillDeps {
  clickhouse: ClickHouse
  pool: PostgresHandle['pool']
  /** Those of live scoring. */
  threads: ScorePool
  /** Resolves when the rows are on disk for good. */
  append: (frames: readonly Frame[]) => Promise<void>
  /** Arrival numbers, rising. */
  nextVersion: () => bigint
  /** Whether spans come to this process now. */
  isReceiving: () => boolean
  /** Counts targets by what came of them. */
  count: (projectId: string, outcome: 'scored' | 'failed' | 'skipped', targets: number) => void
  now: () => Date
  log: Logger
  times?: Partial<BackfillTimes>
}

/** All in milliseconds. */
export interface BackfillTimes {
  /** A turn is over after so long, so that other backfills have theirs. */
  turnMs: number
  /** Live work holds a step up for so long at most: the past is slow then, but never stands still. */
  patienceMs: number
  /** How often a worker says that it is still there, and how long that holds. */
  renewMs: number
  leaseMs: number
  /** Before a look whether judges have answered. */
  judgeMs: number
}

export const BACKFILL_TIMES: BackfillTimes = {
  turnMs: 15_000,
  patienceMs: 5_000,
  renewMs: 8_000,
  leaseMs: 30_000,
  judgeMs: 2_000,
}
