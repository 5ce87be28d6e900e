import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openPostgres, type PostgresHandle } from '@assay/store/postgres/open'
import { silentLogger } from '@assay/telemetry/log'
import { assertHandlers, openQueue, type JobQueue } from './open-queue.ts'

let postgres: PostgresHandle
let queue: JobQueue

beforeAll(async () => {
  postgres = await openPostgres({ memory: true })
  queue = await openQueue({ pool: postgres.pool }, silentLogger)
})
afterAll(async () => {
  await queue.close()
  await postgres.close()
})

describe('jobs on the embedded Postgres', () => {
  test('a job reaches its handler with its payload, is tried again after a failure, and others go on', async () => {
    const seen: string[] = []
    const done = Promise.withResolvers<void>()
    queue.work(
      {
        'retention.sweep': async () => {
          seen.push('sweep')
          await Promise.resolve()
        },
        'project.erase': async ({ projectId }) => {
          seen.push(projectId)
          if (projectId === 'p1' && seen.filter((s) => s === 'p1').length === 1) throw new Error('once')
          if (seen.filter((s) => s === 'p1').length === 2 && seen.includes('p2')) done.resolve()
          await Promise.resolve()
        },
        'segment.loaded': async () => {},
      },
      2,
    )
    await queue.add('project.erase', { projectId: 'p1' })
    await queue.add('project.erase', { projectId: 'p2' })
    await done.promise
    expect(seen.filter((s) => s === 'p1')).toHaveLength(2)
    expect(seen.filter((s) => s === 'p2')).toHaveLength(1)
  })

  test('other users of the same Postgres keep their own search path', async () => {
    const { rows } = await postgres.pool.query<{ search_path: string }>('SHOW search_path')
    expect(rows[0]?.search_path).toMatch(/public/)
  })

  test('a payload that does not fit its schema is refused before it is queued', async () => {
    await expect(
      queue.add('project.erase', { projectId: 1 } as unknown as { projectId: string }),
    ).rejects.toThrow()
  })
})

test('a job without a handler, or a handler without a job, stops the start', () => {
  expect(() => assertHandlers({ 'retention.sweep': () => {} })).toThrow(
    /missing: project.erase, segment.loaded/,
  )
  expect(() =>
    assertHandlers({ 'retention.sweep': 1, 'project.erase': 1, 'segment.loaded': 1, 'no.job': 1 }),
  ).toThrow(/unknown: no.job/)
})
