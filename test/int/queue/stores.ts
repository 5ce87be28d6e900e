import { afterAll, describe } from 'vitest'
import { JOB_NAMES, type JobHandlers } from '@assay/queue/jobs'
import { openQueue, type JobQueue } from '@assay/queue/open-queue'
import type { PostgresHandle } from '@assay/store/postgres/open'
import { silentLogger } from '@assay/telemetry/log'
import { openMemoryPostgres } from '../../runner/laid-postgres.ts'
import { NO_REDIS, startRedis, type RedisServer } from './start-redis.ts'

/** Short times, so that nothing takes seconds. */
export const QUICK = { limitMs: 2_000, tendMs: 50, consumedMs: 400, closeMs: 3_000 }
export const HANDS = { upkeep: 1, scoring: 1, backfill: 1, probes: 1 }

/** Opens one more process's side of the same store; it is closed after the suite unless the test has. */
export type OpenQueue = (times?: Partial<typeof QUICK>) => Promise<JobQueue>

/** Runs the same tests with jobs on the embedded Postgres and on a Redis of their own. */
export function describeQueues(name: string, tests: (open: OpenQueue) => void): void {
  describe(`${name} (Postgres)`, () => {
    let postgres: Promise<PostgresHandle> | null = null
    const closing = closeAll(async () => (await postgres)?.close())
    tests(async (times) => {
      postgres ??= openMemoryPostgres()
      const { pool } = await postgres
      return closing(await openQueue({ pool }, silentLogger, { ...QUICK, ...times }))
    })
  })
  describe.skipIf(NO_REDIS)(NO_REDIS ? `${name} (Redis): ${NO_REDIS}` : `${name} (Redis)`, () => {
    let redis: Promise<RedisServer> | null = null
    const closing = closeAll(async () => (await redis)?.close())
    tests(async (times) => {
      redis ??= startRedis()
      const { url } = await redis
      return closing(await openQueue({ redisUrl: url }, silentLogger, { ...QUICK, ...times }))
    })
  })
}

function closeAll(last: () => Promise<void>): (queue: JobQueue) => JobQueue {
  const queues: JobQueue[] = []
  afterAll(async () => {
    for (const queue of queues) await queue.close()
    await last()
  })
  return (queue) => {
    queues.push(queue)
    return queue
  }
}

/** A handler for every job: those given, and for the others one that does nothing. */
export function handlersWith(some: Partial<JobHandlers>): JobHandlers {
  const idle = JOB_NAMES.map((name) => [name, async () => {}] as const)
  return { ...(Object.fromEntries(idle) as unknown as JobHandlers), ...some }
}
