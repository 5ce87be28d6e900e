import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { ScoringTarget } from '@assay/contract/scoring-target'
import { openMemoryPostgres } from '../../../../../test/runner/laid-postgres.ts'
import { migratePostgres } from '../migrate.ts'
import type { PostgresHandle } from '../open.ts'
import { failWork } from './fail-work.ts'
import { findWork } from './find-work.ts'
import { joinWork } from './join-work.ts'
import { noteWork } from './note-work.ts'
import { readBacklog } from './read-backlog.ts'

const NOTED = 1_790_000_000_000
const at = (ms: number) => new Date(NOTED + ms)
const trace = (id: number): ScoringTarget => ({
  target: 'trace',
  traceId: id.toString(16).padStart(32, '0'),
})
/** Every other target, as half a share would. */
const everyOther = (targets: readonly ScoringTarget[]) =>
  targets.filter((one) => one.target === 'trace' && parseInt(one.traceId, 16) % 2 === 0)
const all = (targets: readonly ScoringTarget[]) => targets

let postgres: PostgresHandle
beforeAll(async () => {
  postgres = await openMemoryPostgres()
  await migratePostgres(postgres.pool)
})
beforeEach(() => postgres.pool.query('TRUNCATE scoring_work, scoring_noted'))
afterAll(() => postgres.close())

const note = (id: string, ms: number, targets: readonly ScoringTarget[], share = 1, projectId = 'p') =>
  noteWork(postgres.pool, {
    segmentId: id,
    before: null,
    works: [{ id, projectId, targets, arrivedAt: at(ms), share }],
    open: [],
    now: at(ms),
  })
const ids = async () =>
  (await postgres.pool.query<{ id: string }>('SELECT id FROM scoring_work ORDER BY id')).rows.map(
    ({ id }) => id,
  )

test('work takes in what waits at its share, each target once, and what was taken in is gone', async () => {
  const { pool } = postgres
  await note('old', 1, [trace(1), trace(2)])
  await note('own', 2, [trace(2), trace(3), trace(4)])
  await note('young', 3, [trace(5), trace(6)], 0.5)
  await note('thin', 4, [trace(7)], 0.25)
  await note('foreign', 5, [trace(8)], 1, 'q')
  const joined = await joinWork(pool, {
    id: 'own',
    projectId: 'p',
    share: 0.5,
    most: 100,
    busy: [],
    draw: everyOther,
  })
  expect(joined).toMatchObject({ id: 'own', share: 0.5, attempts: 0, isLive: true, arrivedAt: at(1) })
  expect(joined?.targets).toEqual([trace(2), trace(4), trace(6)])
  expect(await findWork(pool, 'own')).toEqual(joined)
  expect(await ids()).toEqual(['foreign', 'own', 'thin'])
  const waiting = (await readBacklog(pool)).projects.find(({ projectId }) => projectId === 'p')
  expect(waiting).toMatchObject({ waiting: 4, oldestAt: at(1) })
})

test('work takes in no more than it may have, the oldest first', async () => {
  const { pool } = postgres
  await note('own', 9, [trace(1)])
  for (const id of [1, 2, 3, 4]) await note(`w${id}`, id, [trace(10 * id), trace(10 * id + 1)])
  const joined = await joinWork(pool, { id: 'own', projectId: 'p', share: 1, most: 5, busy: [], draw: all })
  expect(joined?.targets).toEqual([trace(1), trace(10), trace(11), trace(20), trace(21)])
  expect(await ids()).toEqual(['own', 'w3', 'w4'])
})

test('work that failed, that is done again for other reasons, or that is being scored is left alone', async () => {
  const { pool } = postgres
  for (const id of ['own', 'failed', 'busy', 'again']) await note(id, 1, [trace(1)])
  await failWork(pool, { id: 'failed', attempts: 0, counts: true, error: 'away', now: at(1) })
  await pool.query("UPDATE scoring_work SET live_targets = 0 WHERE id = 'again'")
  const joined = await joinWork(pool, {
    id: 'own',
    projectId: 'p',
    share: 1,
    most: 100,
    busy: ['busy'],
    draw: all,
  })
  expect(joined?.targets).toEqual([trace(1)])
  expect(await ids()).toEqual(['again', 'busy', 'failed', 'own'])
})

test('work that is done has nothing to take in', async () => {
  await note('other', 1, [trace(1)])
  const own = { id: 'own', projectId: 'p', share: 1, most: 100, busy: [], draw: all }
  expect(await joinWork(postgres.pool, own)).toBeNull()
  expect(await ids()).toEqual(['other'])
})

test('of two works that take in at the same time, every target is in one', async () => {
  const { pool } = postgres
  for (let id = 0; id < 20; id++) await note(`w${id}`, id, [trace(id)])
  const join = (id: string) => joinWork(pool, { id, projectId: 'p', share: 1, most: 12, busy: [], draw: all })
  const joined = await Promise.all(['w0', 'w7', 'w13', 'w19'].map(join))
  const left = (await Promise.all((await ids()).map((id) => findWork(pool, id)))).filter(
    (work) => work !== null,
  )
  expect(left.flatMap(({ targets }) => targets)).toHaveLength(20)
  for (const work of joined.filter((one) => one !== null))
    expect(left.find(({ id }) => id === work.id)).toEqual(work)
})
