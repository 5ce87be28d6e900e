import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openQueue, type JobQueue } from '@assay/queue/open-queue'
import { silentLogger } from '@assay/telemetry/log'
import { handlersWith, HANDS, QUICK } from './stores.ts'
import { NO_REDIS, startRedis, type RedisServer } from './start-redis.ts'

const name = 'a Redis that loses all or goes away'

describe.skipIf(NO_REDIS)(NO_REDIS ? `${name}: ${NO_REDIS}` : name, () => {
  let redis: RedisServer
  let queue: JobQueue
  const seen: string[] = []
  let sweeps = 0

  beforeEach(async () => {
    redis = await startRedis()
    queue = await openQueue({ redisUrl: redis.url }, silentLogger, QUICK)
    seen.length = 0
    sweeps = 0
    queue.work(
      handlersWith({
        'segment.loaded': async ({ workId }) => {
          seen.push(workId)
        },
        'retention.sweep': async () => {
          sweeps += 1
        },
      }),
      HANDS,
    )
  })
  afterEach(async () => {
    await queue.close()
    await redis.close()
  })

  const addAndSee = async (workId: string) => {
    const adding = async () => {
      await queue.add('segment.loaded', { workId })
      expect(seen).toContain(workId)
    }
    await vi.waitFor(adding, { timeout: 20_000, interval: 100 })
  }

  test('after it was flushed jobs are worked, the clock makes jobs, and the queue counts as consumed', async () => {
    await queue.every('retention.sweep', 300)
    await addAndSee('before')
    await vi.waitFor(() => expect(sweeps).toBeGreaterThan(0), { timeout: 5_000 })
    redis.command('FLUSHALL')
    redis.command('SCRIPT', 'FLUSH')
    const before = sweeps
    await addAndSee('after')
    await vi.waitFor(() => expect(sweeps).toBeGreaterThan(before + 2), { timeout: 10_000 })
    await vi.waitFor(() => queue.assertConsumed(), { timeout: 5_000 })
  })

  test('while it is away adding and readiness fail soon, and all goes on when it is back, empty', async () => {
    await queue.every('retention.sweep', 300)
    await addAndSee('before')
    await redis.kill()
    const started = Date.now()
    await expect(queue.add('segment.loaded', { workId: 'lost' })).rejects.toThrow()
    await expect(queue.ping()).rejects.toThrow()
    await expect(queue.assertConsumed()).rejects.toThrow()
    expect(Date.now() - started).toBeLessThan(1_000)
    await redis.start()
    await vi.waitFor(() => queue.ping(), { timeout: 20_000 })
    const before = sweeps
    await addAndSee('after')
    await vi.waitFor(() => expect(sweeps).toBeGreaterThan(before), { timeout: 10_000 })
    await vi.waitFor(() => queue.assertConsumed(), { timeout: 5_000 })
  })

  test('closing ends while it is away', async () => {
    await addAndSee('before')
    await redis.kill()
    const started = Date.now()
    await queue.close()
    expect(Date.now() - started).toBeLessThan(1_500)
  })

  test('a job under way when it was flushed ends, and the worker takes others', async () => {
    const other = await openQueue({ redisUrl: redis.url }, silentLogger, QUICK)
    await queue.close()
    const begun = Promise.withResolvers<void>()
    const held = Promise.withResolvers<void>()
    const done: string[] = []
    other.work(
      handlersWith({
        'segment.loaded': async ({ workId }) => {
          begun.resolve()
          await held.promise
          done.push(workId)
        },
      }),
      HANDS,
    )
    await other.add('segment.loaded', { workId: 'under-way' })
    await begun.promise
    redis.command('FLUSHALL')
    await other.add('segment.loaded', { workId: 'next' })
    held.resolve()
    await vi.waitFor(() => expect(done).toEqual(['under-way', 'next']), { timeout: 20_000 })
    await other.close()
  })
})

describe('a Redis that is not there', () => {
  test('is told at the start, without its address', async () => {
    const url = 'redis://somebody:secret@127.0.0.1:1'
    const opened = openQueue({ redisUrl: url }, silentLogger, QUICK)
    await expect(opened).rejects.toMatchObject({ code: 'unavailable' })
    await expect(opened).rejects.toThrow(/REDIS_URL/)
    await expect(opened).rejects.not.toThrow(/secret|127/)
  })

  test.skipIf(NO_REDIS)('refuses a wrong password by name', async () => {
    const redis = await startRedis()
    redis.command('CONFIG', 'SET', 'requirepass', 'right')
    const opened = openQueue(
      { redisUrl: redis.url.replace('redis://', 'redis://:wrong@') },
      silentLogger,
      QUICK,
    )
    await expect(opened).rejects.toThrow(/refuses the sign-in/)
    await redis.close()
  })
})
