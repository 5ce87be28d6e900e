import type { JobHandlers } from '@assay/queue/jobs'
import { listDriftProjects } from '@assay/store/postgres/drift/list-projects'
import { runDrift, type DriftDeps } from './run-drift.ts'

/**
 * The jobs of drift: each hour one for every project that wants it, and one whenever a person asks.
 *
 * @param enqueue Queues a look at these projects; one that waits already is not queued again.
 */
export function createDriftHandlers(
  deps: DriftDeps,
  enqueue: (projectIds: readonly string[]) => Promise<void>,
): Pick<JobHandlers, 'drift.sweep' | 'drift.run'> {
  return {
    'drift.sweep': async () => enqueue(await listDriftProjects(deps.pool)),
    'drift.run': (payload, signal) => runDrift(deps, payload, signal),
  }
}
