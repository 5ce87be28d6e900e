import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMemoryPostgres } from '../../../../../test/runner/laid-postgres.ts'
import { hasLiveWork } from '../backfill/has-live-work.ts'
import { migratePostgres } from '../migrate.ts'
import type { PostgresHandle } from '../open.ts'
import { failWork } from './fail-work.ts'
import { noteWork } from './note-work.ts'
import { readBacklog } from './read-backlog.ts'

const NOTED = 1_790_000_000_000

let postgres: PostgresHandle
beforeAll(async () => {
  postgres = await openMemoryPostgres()
  await migratePostgres(postgres.pool)
})
afterAll(() => postgres.close())

test('work is put off by its failures or, where it is not to blame, by its age, and is no reason to score less meanwhile', async () => {
  const { pool } = postgres
  const now = new Date(NOTED)
  const targets = [{ target: 'trace', traceId: '0'.repeat(32) }] as const
  await noteWork(pool, {
    segmentId: 's',
    before: null,
    works: [{ id: 'w', projectId: 'p', targets, arrivedAt: now, share: 1 }],
    open: [],
    now,
  })
  const oldest = async () => (await readBacklog(pool)).projects[0]?.oldestAt
  expect(await oldest()).toEqual(now)
  expect(await hasLiveWork(pool)).toBe(true)
  const delaySeconds = async (counts: boolean, attempts: number, ageMs: number) => {
    const at = new Date(NOTED + ageMs)
    await failWork(pool, { id: 'w', attempts, counts, error: 'away', now: at })
    const { rows } = await pool.query<{ due_at: Date }>('SELECT due_at FROM scoring_work')
    return (rows[0]!.due_at.getTime() - at.getTime()) / 1_000
  }
  expect(await delaySeconds(false, 0, 0)).toBe(1)
  expect(await oldest()).toBeNull()
  expect(await hasLiveWork(pool)).toBe(false)
  expect(await delaySeconds(false, 0, 600_000)).toBe(60)
  expect(await delaySeconds(false, 0, 86_400_000)).toBe(300)
  expect(await delaySeconds(true, 2, 86_400_000)).toBe(4)
  expect(await delaySeconds(true, 30, 0)).toBe(300)
})
