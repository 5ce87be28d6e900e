import type { ClickHouse } from '@assay/store/clickhouse/client'
import type { Logger } from '@assay/telemetry/log'

export interface RetainedProject {
  id: string
  /** Whole days that spans are kept after their start. */
  retentionDays: number
}

export interface WorkerDeps {
  clickhouse: ClickHouse
  /** Projects that keep their spans for a limited time only. */
  listRetained: () => Promise<RetainedProject[]>
  now: () => Date
  log: Logger
}
