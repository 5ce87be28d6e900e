import { eraseProject } from '@assay/store/clickhouse/erase/erase-project'
import { forgetProject } from '@assay/store/postgres/scoring/forget-project'
import { markErased } from '@assay/store/postgres/project/mark-erased'
import type { WorkerDeps } from './deps.ts'

/** Deletes all that a deleted project has in ClickHouse and what waits to be scored, and records it. */
export async function eraseDeleted(
  { clickhouse, pool, now, log }: WorkerDeps,
  projectId: string,
): Promise<void> {
  await forgetProject(pool, projectId)
  await eraseProject(clickhouse, projectId)
  await markErased(pool, { projectId, now: now() })
  log.info('project erased', { projectId })
}
