import type { JobHandlers } from '@assay/queue/jobs'
import type { WorkerDeps } from './deps.ts'
import { eraseDeleted } from './erase-deleted.ts'
import { sweepRetention } from './sweep-retention.ts'

/** The handler of every job. */
export function createHandlers(deps: WorkerDeps): JobHandlers {
  return {
    'retention.sweep': (_payload, signal) => sweepRetention(deps, signal),
    'project.erase': ({ projectId }) => eraseDeleted(deps, projectId),
  }
}
