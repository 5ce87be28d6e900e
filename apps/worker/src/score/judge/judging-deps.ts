import type { Frame } from '@assay/spool/spool'
import type { ClickHouse } from '@assay/store/clickhouse/client'
import type { PostgresHandle } from '@assay/store/postgres/open'
import type { Logger } from '@assay/telemetry/log'
import type { RuleCache } from '../rule-cache.ts'
import type { JudgeMeter } from './judge-meter.ts'
import type { JudgeMetrics } from './judge-metrics.ts'
import type { JudgeModels } from './judge-models.ts'
import type { JudgePlans } from './judge-plans.ts'
import type { RuleBudgets } from './rule-budget.ts'

/** What asking judges needs. */
export interface JudgingDeps {
  clickhouse: ClickHouse
  pool: PostgresHandle['pool']
  rules: RuleCache
  models: JudgeModels
  budgets: RuleBudgets
  plans: JudgePlans
  /** Resolves when the rows are on disk for good. */
  append: (frames: readonly Frame[]) => Promise<void>
  /** Arrival numbers, rising. */
  nextVersion: () => bigint
  metrics: JudgeMetrics
  /** The same that `models` count in. */
  meter: JudgeMeter
  now: () => Date
  /** From 0 to below 1, so that what failed together does not come back together. */
  random: () => number
  log: Logger
}
