import type { JobHandlers } from '@assay/queue/jobs'
import { eraseProject } from '@assay/store/clickhouse/erase/erase-project'
import type { WorkerDeps } from './deps.ts'
import { sweepRetention } from './sweep-retention.ts'

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
