import { expect, test, vi } from 'vitest'
import { assertHandlers } from '@assay/queue/assert-handlers'
import { openQueue } from '@assay/queue/open-queue'
import { silentLogger } from '@assay/telemetry/log'
import { openMemoryPostgres } from '../../runner/laid-postgres.ts'
import { describeQueues, handlersWith, HANDS } from './stores.ts'

describeQueues('jobs', (open) => {
  test('a job reaches its handler with its payload, is tried again after a failure, and others go on', async () => {
    const queue = await open()
    const seen: string[] = []
    const times = (id: string) => seen.filter((s) => s === id).length
    queue.work(
      handlersWith({
        'project.erase': async ({ projectId }) => {
          seen.push(projectId)
          if (projectId === 'p1' && times('p1') === 1) throw new Error('once')
        },
      }),
      HANDS,
    )
    await queue.add('project.erase', { projectId: 'p1' })
    await queue.add('project.erase', { projectId: 'p2' })
    await vi.waitFor(() => expect(times('p1')).toBe(2), { timeout: 10_000 })
    expect(seen).toEqual(['p1', 'p2', 'p1'])
    await queue.close()
  })

  test('a payload that does not fit its schema is refused before it is queued', async () => {
    const queue = await open()
    const wrong = { projectId: 1 } as unknown as { projectId: string }
    await expect(queue.add('project.erase', wrong)).rejects.toThrow(/projectId/)
    await queue.close()
  })

  test('jobs with one id are one job until it ends, and a new one after that', async () => {
    const queue = await open()
    const seen: string[] = []
    for (const workId of ['a', 'b', 'a', 'a']) await queue.add('segment.loaded', { workId })
    await queue.addAll('segment.loaded', [{ workId: 'b' }, { workId: 'c' }])
    await queue.addAll('segment.loaded', [])
    queue.work(
      handlersWith({
        'segment.loaded': async ({ workId }) => {
          seen.push(workId)
        },
      }),
      HANDS,
    )
    await vi.waitFor(() => expect([...seen].sort()).toEqual(['a', 'b', 'c']), { timeout: 10_000 })
    const addedUntilSeen = async () => {
      await queue.add('segment.loaded', { workId: 'a' })
      expect(seen.filter((s) => s === 'a').length).toBeGreaterThan(1)
    }
    await vi.waitFor(addedUntilSeen, { timeout: 10_000 })
    await queue.close()
  })

  test(
    'a job that failed for good is not in the way of a new one with its id',
    { timeout: 60_000 },
    async () => {
      const queue = await open()
      let runs = 0
      queue.work(
        handlersWith({
          'segment.loaded': async ({ workId }) => {
            if (workId !== 'failing') return
            runs += 1
            if (runs <= 5) throw new Error('not yet')
          },
        }),
        HANDS,
      )
      const addedUntilSeen = async () => {
        await queue.add('segment.loaded', { workId: 'failing' })
        expect(runs).toBeGreaterThan(5)
      }
      await vi.waitFor(addedUntilSeen, { timeout: 40_000, interval: 500 })
      await queue.close()
    },
  )

  test('a long job does not hold up the jobs of another queue', async () => {
    const queue = await open()
    const held = Promise.withResolvers<void>()
    const scored = Promise.withResolvers<void>()
    queue.work(
      handlersWith({
        'project.erase': () => held.promise,
        'segment.loaded': async () => scored.resolve(),
      }),
      HANDS,
    )
    await queue.add('project.erase', { projectId: 'long' })
    await queue.add('segment.loaded', { workId: 'quick' })
    await scored.promise
    held.resolve()
    await queue.close()
  })

  test('a queue that nobody works is told, until somebody does', async () => {
    const asking = await open()
    await asking.assertConsumed()
    await vi.waitFor(() => expect(asking.assertConsumed()).rejects.toThrow(/queue (upkeep|scoring)/), {
      timeout: 10_000,
    })
    const working = await open()
    working.work(handlersWith({}), HANDS)
    await vi.waitFor(() => asking.assertConsumed(), { timeout: 10_000 })
    await Promise.all([asking.close(), working.close()])
  })

  test('a worker whose hands are full is no queue without a worker, and one that is gone is', async () => {
    const asking = await open()
    const working = await open({ closeMs: 100 })
    const held = Promise.withResolvers<void>()
    const begun = Promise.withResolvers<void>()
    working.work(
      handlersWith({
        'project.erase': () => {
          begun.resolve()
          return held.promise
        },
      }),
      HANDS,
    )
    await working.add('project.erase', { projectId: 'full' })
    await begun.promise
    const until = Date.now() + 1_500
    while (Date.now() < until) await asking.assertConsumed()
    held.resolve()
    await working.close()
    await vi.waitFor(() => expect(asking.assertConsumed()).rejects.toThrow(/nobody has taken/), {
      timeout: 10_000,
    })
    await asking.close()
  })

  test('a job of the clock comes once a period, however many processes ask for it', async () => {
    const queues = [await open(), await open()]
    let runs = 0
    const handlers = handlersWith({
      'retention.sweep': async () => {
        runs += 1
      },
    })
    const started = Date.now()
    for (const queue of queues) {
      queue.work(handlers, HANDS)
      await queue.every('retention.sweep', 500)
    }
    await vi.waitFor(() => expect(runs).toBeGreaterThanOrEqual(4), { timeout: 10_000 })
    expect(runs).toBeLessThanOrEqual((Date.now() - started) / 500 + 2)
    await Promise.all(queues.map((queue) => queue.close()))
  })

  test('closing waits for the jobs under way and tells them to stop', async () => {
    const queue = await open()
    const begun = Promise.withResolvers<void>()
    let hasEnded = false
    queue.work(
      handlersWith({
        'project.erase': async (_payload, signal) => {
          begun.resolve()
          await new Promise((resolve) => signal.addEventListener('abort', resolve))
          hasEnded = true
        },
      }),
      HANDS,
    )
    await queue.add('project.erase', { projectId: 'under-way' })
    await begun.promise
    await queue.close()
    expect(hasEnded).toBe(true)
  })
})

test('other users of the same Postgres keep their own search path', async () => {
  const postgres = await openMemoryPostgres()
  const queue = await openQueue({ pool: postgres.pool }, silentLogger)
  const { rows } = await postgres.pool.query<{ search_path: string }>('SHOW search_path')
  expect(rows[0]?.search_path).toMatch(/public/)
  await queue.close()
  await postgres.close()
})

test('a job without a handler, or a handler without a job, stops the start', () => {
  const { 'project.erase': _left, ...without } = handlersWith({})
  expect(() => assertHandlers(without)).toThrow(/missing: project.erase, unknown: none/)
  expect(() => assertHandlers({ ...handlersWith({}), 'no.job': 1 })).toThrow(/missing: none, unknown: no.job/)
})
