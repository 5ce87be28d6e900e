import type { JobHandlers } from '@assay/queue/jobs'
import type { ClickHouse } from '@assay/store/clickhouse/client'
import { eraseProject } from '@assay/store/clickhouse/erase/erase-project'
import type { Logger } from '@assay/telemetry/log'
import { sweepRetention, type RetainedProject } from './sweep-retention.ts'

export interface WorkerDeps {
  clickhouse: ClickHouse
  /** Projects that keep their spans for a limited time only. */
  listRetained: () => Promise<RetainedProject[]>
  now: () => Date
  log: Logger
}

/** The handler of every job. */
export function createHandlers(deps: WorkerDeps): JobHandlers {
  return {
    'retention.sweep': (_payload, signal) => sweepRetention(deps, signal),
    'project.erase': async ({ projectId }) => {
      await eraseProject(deps.clickhouse, projectId)
      deps.log.info('project erased', { projectId })
    },
  }
}
