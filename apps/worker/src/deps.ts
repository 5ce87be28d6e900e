import type { ClickHouse } from '@assay/store/clickhouse/client'
import type { PostgresHandle } from '@assay/store/postgres/open'
import type { Logger } from '@assay/telemetry/log'

export interface WorkerDeps {
  clickhouse: ClickHouse
  pool: PostgresHandle['pool']
  now: () => Date
  log: Logger
}
