import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import type { Logger } from '@assay/telemetry/log'
import { assertHandlers } from './assert-handlers.ts'
import {
  JOBS,
  QUEUE_NAMES,
  type JobHandlers,
  type JobName,
  type JobPayload,
  type QueueName,
  type RecurringJobName,
} from './jobs.ts'
import { newJob } from './new-job.ts'
import { openLane, type Lane } from './open-lane.ts'
import { openOnPostgres } from './open-on-postgres.ts'
import { openOnRedis } from './open-on-redis.ts'
import { warnSeldom } from './warn-seldom.ts'
import { within } from './within.ts'

export interface JobQueue {
  /**
   * Adds a job; one with the same id that has not ended makes it a no-op. The queue may lose it: what must be done stands in a store, where
   * a sweep finds it again.
   *
   * @throws AssayError `unavailable` when the store of the queue does not answer in time.
   */
  add<N extends JobName>(name: N, payload: JobPayload<N>): Promise<void>
  /** Adds jobs of one name at once. */
  addAll<N extends JobName>(name: N, payloads: readonly JobPayload<N>[]): Promise<void>
  /** Runs a job without payload once per period from now on, whichever process gets it. */
  every(name: RecurringJobName, periodMs: number): Promise<void>
  /**
   * Works jobs until `close`.
   *
   * @param concurrency Jobs of each queue at the same time.
   * @throws AssayError `internal` unless each job name has exactly one handler.
   */
  work(handlers: JobHandlers, concurrency: Record<QueueName, number>): void
  /** @throws AssayError `unavailable` when the store of the queue does not answer in time. */
  ping(): Promise<void>
  /** @throws AssayError `unavailable` when no process has taken jobs of a queue for a while. */
  assertConsumed(): Promise<void>
  /** Waits for the jobs under way, then for nothing. */
  close(): Promise<void>
}

/** All in milliseconds. */
interface QueueTimes {
  /** What the store of the queue has for an answer. */
  limitMs: number
  tendMs: number
  /** A queue of which nobody took a job for so long is not consumed. */
  consumedMs: number
  /** What jobs under way have to end at `close`. */
  closeMs: number
}

const TIMES: QueueTimes = { limitMs: 5_000, tendMs: 10_000, consumedMs: 30_000, closeMs: 10_000 }
const WARN_EVERY_MS = 60_000

/**
 * Jobs on Redis where `redisUrl` is given, else on Postgres: the same classes of BullMQ on either.
 *
 * @throws AssayError `unavailable` when Redis does not answer.
 */
export async function openQueue(
  target: { redisUrl: string } | { pool: Pool },
  log: Logger,
  times: Partial<QueueTimes> = {},
): Promise<JobQueue> {
  const { limitMs, tendMs, consumedMs, closeMs } = { ...TIMES, ...times }
  const now = Date.now
  const stop = new AbortController()
  const warn = warnSeldom(log, WARN_EVERY_MS, now)
  const backend =
    'redisUrl' in target
      ? await openOnRedis(target.redisUrl, {
          limitMs,
          onError: (error) => warn('redis connection failed', error),
        })
      : await openOnPostgres(target.pool)
  const lanes = new Map<QueueName, Lane>(
    QUEUE_NAMES.map((name) => [name, openLane(name, { backend, stop: stop.signal, log, warn, now })]),
  )
  const laneOf = (name: QueueName) => lanes.get(name) as Lane
  const answered = (work: Promise<unknown>) => within(limitMs, 'the queue', work)
  const ask = async (question: (lane: Lane) => Promise<unknown>) => {
    await answered(Promise.all([...lanes.values()].map(question)))
  }
  const tending = tendUntil(stop.signal, tendMs, () =>
    ask((lane) => lane.tend()).catch((error: unknown) => warn('queue failed', error)),
  )
  return {
    async add(name, payload) {
      await answered(laneOf(JOBS[name].queue).add([newJob(name, payload)]))
    },
    async addAll(name, payloads) {
      const jobs = payloads.map((payload) => newJob(name, payload))
      await answered(laneOf(JOBS[name].queue).add(jobs))
    },
    async every(name, periodMs) {
      await answered(laneOf(JOBS[name].queue).every({ name, periodMs }))
    },
    work(handlers, concurrency) {
      assertHandlers(handlers)
      for (const [name, lane] of lanes) lane.work(handlers, concurrency[name])
    },
    ping: () => ask((lane) => lane.counts()),
    assertConsumed: () => ask((lane) => lane.assertConsumed(consumedMs)),
    async close() {
      stop.abort()
      await tending
      const isAway = await ask((lane) => lane.counts()).then(
        () => false,
        () => true,
      )
      const closing = Promise.all([...lanes.values()].map((lane) => lane.close(isAway)))
      await within(closeMs, 'the queue', closing).catch((error: unknown) => {
        warn('jobs under way did not end', error)
        for (const lane of lanes.values()) lane.disconnect()
      })
      backend.disconnect()
    },
  }
}

/** Once at once, then once per period. */
async function tendUntil(stop: AbortSignal, periodMs: number, tend: () => Promise<void>): Promise<void> {
  while (!stop.aborted) {
    await tend()
    await sleep(periodMs, undefined, { signal: stop, ref: false }).catch(() => undefined)
  }
}
