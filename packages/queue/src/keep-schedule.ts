import type { BackendQueue } from './backend.ts'
import type { RecurringJobName } from './jobs.ts'
import { JOB_OPTIONS } from './new-job.ts'

/** A schedule may be so late without being made anew: its job waits behind others. */
const PATIENCE_MS = 120_000

/** A job that the clock makes. */
export interface Schedule {
  name: RecurringJobName
  periodMs: number
}

/**
 * Makes a schedule that is missing, as in a Redis that was flushed, that has stopped, or has another period; one that runs stays as it is,
 * so that starting often neither puts its job off nor makes more of it.
 */
export async function keepSchedule(
  queue: BackendQueue,
  { name, periodMs }: Schedule,
  now: () => number,
): Promise<void> {
  const known = await queue.getJobScheduler(name)
  const isRunning = known?.next !== undefined && now() - known.next < PATIENCE_MS
  if (isRunning && known.every === periodMs) return
  await queue.upsertJobScheduler(name, { every: periodMs }, { name, data: {}, opts: JOB_OPTIONS })
}
