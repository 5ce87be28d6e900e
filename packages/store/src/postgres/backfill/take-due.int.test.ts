import { afterAll, beforeAll, expect, test } from 'vitest'
import { openMemoryPostgres } from '../../../../../test/runner/laid-postgres.ts'
import type { Change } from '../change.ts'
import { migratePostgres } from '../migrate.ts'
import type { PostgresHandle } from '../open.ts'
import { createProject } from '../project/create.ts'
import { listRules } from '../rule/list.ts'
import { createBackfill } from './create.ts'
import { putOffBackfill } from './end-turn.ts'
import { openTurn } from './open-turn.ts'
import { takeDueBackfills } from './take-due.ts'

const NOW = new Date(1_790_000_000_000)
const at = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)

let postgres: PostgresHandle
let ids = 0
const change = (): Change => ({
  actor: { type: 'key', id: 'bootstrap' },
  now: NOW,
  newId: () => `id${++ids}`,
})
beforeAll(async () => {
  postgres = await openMemoryPostgres()
  await migratePostgres(postgres.pool)
})
afterAll(() => postgres.close())

test('a rate goes on from turn to turn, and is not known after the process that had the turn ended', async () => {
  const { pool } = postgres
  const input = { organisationId: 'default', name: 'P', retentionDays: 30 }
  const { id: projectId } = await createProject(pool, change(), input)
  const [rule] = await listRules(pool, projectId)
  await createBackfill(pool, change(), {
    ...{ projectId, ruleId: rule!.id, ruleVersion: 1, evaluators: ['refusal'], skipsScored: true },
    ...{ fromNs: 0n, toNs: 1n, expected: 1, judgeShare: 0, budget: { calls: 0, usd: null } },
  })
  const take = async (seconds: number) => {
    const [turn] = await takeDueBackfills(pool, { now: at(seconds), until: at(seconds + 30) })
    const open = await openTurn(pool, turn!, { now: at(seconds), until: at(seconds + 30) })
    return { turn: turn!, perSecond: open!.perSecond }
  }
  const hasRate = () => pool.query('UPDATE backfill SET per_second = 5')
  const first = await take(1)
  await hasRate()
  await putOffBackfill(pool, first.turn, { dueAt: at(2), attempts: 0 })
  const second = await take(3)
  expect(second.perSecond).toBe(5)
  // Nobody gave it back: its process was killed.
  const third = await take(60)
  expect(third.perSecond).toBeNull()
  await hasRate()
  await putOffBackfill(pool, third.turn, { dueAt: at(61), attempts: 0, isStopping: true })
  expect((await take(62)).perSecond).toBeNull()
})
