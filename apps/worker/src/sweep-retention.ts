import { eraseBefore } from '@assay/store/clickhouse/erase/erase-before'
import type { WorkerDeps } from './deps.ts'

const DAY_MS = 86_400_000

/** Deletes, project by project, the spans that have outlived the project's retention. */
export async function sweepRetention(
  { clickhouse, listRetained, now, log }: WorkerDeps,
  signal: AbortSignal,
): Promise<void> {
  for (const project of await listRetained()) {
    if (signal.aborted) return
    const beforeMs = now().getTime() - project.retentionDays * DAY_MS
    await eraseBefore(clickhouse, { projectId: project.id, beforeMs })
    log.info('retention swept', { projectId: project.id, retentionDays: project.retentionDays })
  }
}
