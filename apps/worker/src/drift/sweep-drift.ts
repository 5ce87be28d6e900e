import { listDriftProjects } from '@assay/store/postgres/drift/list-projects'
import type { WorkerDeps } from '../deps.ts'

/** Queues a look for drift in every project that wants it; one that waits already is not queued again. */
export async function sweepDrift(
  { pool }: Pick<WorkerDeps, 'pool'>,
  enqueue: (projectIds: readonly string[]) => Promise<void>,
): Promise<void> {
  await enqueue(await listDriftProjects(pool))
}
