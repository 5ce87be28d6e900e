import { createPostgresBackend, Queue, withBackend, Worker } from 'bullmq'
import type { JobSchedulerTemplateOptions, JobsOptions, PostgresConnectionOptions } from 'bullmq'
import { Redis } from 'ioredis'
import type { Pool } from 'pg'
import { AssayError } from '@assay/contract/error'
import type { Logger } from '@assay/telemetry/log'
import { JOB_NAMES, JOBS, type JobHandlers, type JobName, type JobPayload } from './jobs.ts'
import { migrateQueue } from './migrate-queue.ts'

const QUEUE = 'assay'

export interface JobQueue {
  /** Adds a job; a job with the same id that is not finished yet makes it a no-op. */
  add<N extends JobName>(name: N, payload: JobPayload<N>): Promise<void>
  /** Adds jobs of one name at once. */
  addAll<N extends JobName>(name: N, payloads: readonly JobPayload<N>[]): Promise<void>
  /** Runs a job without payload once per period from now on, whichever process gets it. */
  every(name: 'retention.sweep', periodMs: number): Promise<void>
  /** Works jobs until `close`. @throws AssayError `internal` unless each job name has exactly one handler. */
  work(handlers: JobHandlers, concurrency: number): void
  ping(): Promise<void>
  close(): Promise<void>
}

/** Jobs on Redis where `redisUrl` is given, else on Postgres: the same classes of BullMQ on either. */
export async function openQueue(
  target: { redisUrl: string } | { pool: Pool },
  log: Logger,
): Promise<JobQueue> {
  if ('redisUrl' in target) {
    const connection = new Redis(target.redisUrl, { maxRetriesPerRequest: null })
    connection.on('error', (error) => log.warn('redis connection failed', { error: error.message }))
    const queue = new Queue(QUEUE, { connection })
    return drive(
      queue,
      (process, concurrency) => new Worker(QUEUE, process, { connection, concurrency }),
      log,
      async () => {
        await connection.quit()
      },
    )
  }
  await migrateQueue(target.pool)
  const postgres = withBackend(createPostgresBackend)
  const connection = asConnection(target.pool)
  const queue = new postgres.Queue(QUEUE, { connection })
  return drive(
    queue,
    (process, concurrency) => new postgres.Worker(QUEUE, process, { connection, concurrency }),
    log,
    async () => {},
  )
}

/** A `pg.Pool` is a connection by structure; only an index signature in the library's type stands between. */
const asConnection = (pool: Pool) => pool as unknown as PostgresConnectionOptions

type Process = (job: { name: string; data: unknown }) => Promise<void>

/** What is used of BullMQ's queue and worker, alike on both stores. */
interface SomeQueue {
  add(name: string, data: unknown, opts: JobsOptions): Promise<unknown>
  addBulk(jobs: { name: string; data: unknown; opts: JobsOptions }[]): Promise<unknown>
  upsertJobScheduler(
    id: string,
    repeat: { every: number },
    template: { name: string; data: unknown; opts: JobSchedulerTemplateOptions },
  ): Promise<unknown>
  getJobCounts(): Promise<unknown>
  close(): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
}
interface SomeWorker {
  close(): Promise<void>
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'failed', listener: (job: { name: string } | undefined, error: Error) => void): unknown
}

const KEPT = { removeOnComplete: { count: 100 }, removeOnFail: { count: 1000 } }
/** Of work that the store knows and gives again under the same id: a job that is kept would be in its way. */
const NOT_KEPT = { removeOnComplete: true, removeOnFail: true }
const RETRIES: JobsOptions = { attempts: 5, backoff: { type: 'exponential', delay: 1000 } }

function drive(
  queue: SomeQueue,
  start: (process: Process, concurrency: number) => SomeWorker,
  log: Logger,
  disconnect: () => Promise<void>,
): JobQueue {
  const stop = new AbortController()
  const workers: SomeWorker[] = []
  queue.on('error', (error) => log.warn('queue failed', { error: error.message }))
  const toJob = <N extends JobName>(name: N, payload: JobPayload<N>) => {
    const job = JOBS[name]
    const jobId = (job.id as (p: unknown) => string)(payload)
    const kept = name === 'segment.loaded' ? NOT_KEPT : KEPT
    return { name, data: job.payload.parse(payload), opts: { jobId, ...kept, ...RETRIES } }
  }
  return {
    async add(name, payload) {
      const job = toJob(name, payload)
      await queue.add(job.name, job.data, job.opts)
    },
    async addAll(name, payloads) {
      if (payloads.length > 0) await queue.addBulk(payloads.map((payload) => toJob(name, payload)))
    },
    async every(name, periodMs) {
      await queue.upsertJobScheduler(
        name,
        { every: periodMs },
        { name, data: {}, opts: { ...KEPT, ...RETRIES } },
      )
    },
    work(handlers, concurrency) {
      assertHandlers(handlers)
      const worker = start(async (job) => {
        const name = job.name as JobName
        if (!JOB_NAMES.includes(name)) throw new AssayError('internal', `no job is called ${job.name}`)
        const run = handlers[name] as (payload: unknown, signal: AbortSignal) => Promise<void>
        await run(JOBS[name].payload.parse(job.data), stop.signal)
      }, concurrency)
      worker.on('error', (error: Error) => log.warn('worker failed', { error: error.message }))
      worker.on('failed', (job, error: Error) =>
        log.warn('job failed', { job: job?.name, error: error.message }),
      )
      workers.push(worker)
    },
    async ping() {
      await queue.getJobCounts()
    },
    async close() {
      stop.abort()
      await Promise.all(workers.map((worker) => worker.close()))
      await queue.close()
      await disconnect()
    },
  }
}

/** @throws AssayError `internal` that names the jobs without a handler and the handlers without a job. */
export function assertHandlers(handlers: object): void {
  const missing = JOB_NAMES.filter((name) => !(name in handlers))
  const superfluous = Object.keys(handlers).filter((name) => !(JOB_NAMES as string[]).includes(name))
  if (missing.length + superfluous.length === 0) return
  throw new AssayError(
    'internal',
    `Each job needs exactly one handler; missing: ${missing.join(', ') || 'none'}, unknown: ${superfluous.join(', ') || 'none'}.`,
  )
}
