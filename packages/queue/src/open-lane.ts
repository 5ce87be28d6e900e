import type { Logger } from '@assay/telemetry/log'
import type { Backend, BackendWorker, NewJob } from './backend.ts'
import { keepSchedule, type Schedule } from './keep-schedule.ts'
import type { JobHandlers, QueueName } from './jobs.ts'
import { assertProbeTaken, placeProbe, PROBE, takeProbe } from './probe.ts'
import { runJob } from './run-job.ts'

/** One queue with what this process does for it. */
export interface Lane {
  add(jobs: NewJob[]): Promise<void>
  every(schedule: Schedule): Promise<void>
  work(handlers: JobHandlers, concurrency: number): void
  /** Places or takes the probe and makes schedules that were lost. */
  tend(): Promise<void>
  counts(): Promise<Record<'waiting' | 'active' | 'delayed', number>>
  assertConsumed(limitMs: number): Promise<void>
  /** Waits for the jobs under way. @param isAway Whether the store does not answer: then nothing is said to it. */
  close(isAway: boolean): Promise<void>
  /** Ends what `close` could not. */
  disconnect(): void
}

/** A worker whose jobs all run for longer is taken for stuck. */
const LONGEST_JOB_MS = 1_800_000

/** The first queue was called `assay`; its jobs outlive an upgrade. */
const STORED_NAMES: Record<QueueName, string> = {
  upkeep: 'assay',
  scoring: 'assay-scoring',
  backfill: 'assay-backfill',
  probes: 'assay-probes',
}

/** Opens the queue `name` on a store. */
export function openLane(
  name: QueueName,
  options: {
    backend: Backend
    stop: AbortSignal
    log: Logger
    warn: (message: string, error: unknown) => void
    now: () => number
  },
): Lane {
  const { backend, stop, log, warn, now } = options
  const queue = backend.queue(STORED_NAMES[name])
  queue.on('error', (error) => warn('queue failed', error))
  const schedules: Schedule[] = []
  const running = new Map<Promise<void>, number>()
  let hands = 0
  let worker: BackendWorker | null = null
  const isBusy = () =>
    hands > 0 && running.size >= hands && running.values().some((at) => now() - at < LONGEST_JOB_MS)
  return {
    async add(jobs) {
      const [first] = jobs
      if (first === undefined) return
      if (jobs.length === 1) await queue.add(first.name, first.data, first.opts)
      else await queue.addBulk(jobs)
    },
    async every(schedule) {
      schedules.push(schedule)
      await keepSchedule(queue, schedule, now)
    },
    work(handlers, concurrency) {
      hands = concurrency
      worker = backend.worker(
        STORED_NAMES[name],
        async (job) => {
          if (job.name === PROBE) return
          const run = runJob(job, handlers, stop)
          running.set(run, now())
          await run.finally(() => running.delete(run))
        },
        concurrency,
      )
      worker.on('error', (error) => warn('worker failed', error))
      worker.on('failed', (job, error) =>
        log.warn('job failed', { job: job?.name, attempts: job?.attemptsMade, error: error.message }),
      )
    },
    async tend() {
      await (isBusy() ? takeProbe(queue) : placeProbe(queue))
      for (const schedule of schedules) await keepSchedule(queue, schedule, now)
    },
    async counts() {
      const {
        waiting = 0,
        active = 0,
        delayed = 0,
      } = await queue.getJobCounts('waiting', 'active', 'delayed')
      return { waiting, active, delayed }
    },
    assertConsumed: (limitMs) => assertProbeTaken(queue, { name, limitMs, now }),
    async close(isAway) {
      if (isAway) await Promise.allSettled(running.keys())
      await worker?.close(isAway)
      await queue.close()
    },
    disconnect() {
      worker?.disconnect().catch((error: unknown) => warn('worker failed', error))
    },
  }
}
