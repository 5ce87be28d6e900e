import { eraseBefore } from '@assay/store/clickhouse/erase/erase-before'
import { sweepCounts } from '@assay/store/postgres/scoring/sweep-counts'
import { sweepSessions } from '@assay/store/postgres/people/sweep-sessions'
import { listRetained } from '@assay/store/postgres/project/list-retained'
import { listUnerased } from '@assay/store/postgres/project/list-unerased'
import type { WorkerDeps } from './deps.ts'
import { eraseDeleted } from './erase-deleted.ts'

const DAY_MS = 86_400_000

/**
 * Deletes what should be gone: spans that have outlived their project's retention, projects whose erasure was cut
 * short, and sign-ins that have expired.
 */
export async function sweepRetention(deps: WorkerDeps, signal: AbortSignal): Promise<void> {
  const { clickhouse, pool, now, log } = deps
  for (const project of await listRetained(pool)) {
    if (signal.aborted) return
    const beforeMs = now().getTime() - project.retentionDays * DAY_MS
    await eraseBefore(clickhouse, { projectId: project.id, beforeMs })
    log.info('retention swept', { projectId: project.id, retentionDays: project.retentionDays })
  }
  for (const projectId of await listUnerased(pool)) {
    if (signal.aborted) return
    await eraseDeleted(deps, projectId)
  }
  await sweepSessions(pool, now())
  await sweepCounts(pool, now())
}
