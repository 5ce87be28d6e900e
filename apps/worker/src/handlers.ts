import type { JobHandlers, JobPayload } from '@assay/queue/jobs'
import type { WorkerDeps } from './deps.ts'
import { eraseDeleted } from './erase-deleted.ts'
import { sweepRetention } from './sweep-retention.ts'

/**
 * The handler of every job.
 *
 * @param scoreWork Scores some noted work, by its id.
 * @param runBackfill Takes a backfill further, for one turn.
 * @param drift Looks for drift, in all projects and in one.
 * @param askProbes Asks what a run of probes has still to ask.
 */
export function createHandlers(
  deps: WorkerDeps,
  scoreWork: (workId: string, signal: AbortSignal) => Promise<void>,
  runBackfill: (turn: JobPayload<'backfill.run'>, signal: AbortSignal) => Promise<void>,
  drift: Pick<JobHandlers, 'drift.sweep' | 'drift.run'>,
  askProbes: (runId: string, signal: AbortSignal) => Promise<void>,
): JobHandlers {
  return {
    'retention.sweep': (_payload, signal) => sweepRetention(deps, signal),
    'project.erase': ({ projectId }) => eraseDeleted(deps, projectId),
    'segment.loaded': ({ workId }, signal) => scoreWork(workId, signal),
    'backfill.run': runBackfill,
    ...drift,
    'bias.run': ({ runId }, signal) => askProbes(runId, signal),
  }
}
