import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { DeadLetter } from '@assay/contract/api/dead-letter'
import { inTransaction } from '@assay/store/postgres/in-transaction'
import { buryTargets, type Burial } from '@assay/store/postgres/scoring/bury-targets'
import { takeDueWork } from '@assay/store/postgres/scoring/take-due-work'
import { makeApi, type TestApi } from './make-api.ts'

const LETTERS = '/api/v1/projects/default/dead-letters'
const now = Date.UTC(2026, 10, 21, 12)
const traceId = (n: number) => n.toString(16).padStart(32, '0')

let api: TestApi
let owner: string
const cookies = new Map<string, string>()

beforeAll(async () => {
  let ids = 0
  api = await makeApi({ now: () => new Date(now), newId: () => `id${++ids}` })
  owner = await api.setUp()
  for (const role of ['engineer', 'annotator', 'viewer']) {
    const body = { name: role, email: `${role}@example.com`, role, password: 'a long enough password' }
    await api.ask('POST', '/api/v1/organisations/default/members', { cookie: owner, body })
    cookies.set(role, await api.signIn(body.email, body.password))
  }
})
beforeEach(() => api.postgres.pool.query('TRUNCATE dead_letter, scoring_work, judge_work, scoring_failure'))
afterAll(() => api.close())

const ask = (method: string, path = '', cookie = owner) => api.ask(method, LETTERS + path, { cookie })
const list = async (query = ''): Promise<DeadLetter[]> => (await ask('GET', query)).json.deadLetters

const bury = (n: number, more: Partial<Burial> = {}, projectId = 'default') =>
  inTransaction(api.postgres.pool, (tx) =>
    buryTargets(tx, {
      projectId,
      dead: [
        {
          stage: 'evaluate',
          target: { target: 'trace', traceId: traceId(n) },
          evaluator: 'refusal',
          error: `Error: it broke at ${n}`,
          attempts: 1,
          ...more,
        },
      ],
      now: new Date(now + n * 1000),
    }),
  )
const work = async () =>
  (await api.postgres.pool.query<{ targets: string }>('SELECT targets FROM scoring_work')).rows.flatMap(
    ({ targets }) => JSON.parse(targets) as unknown[],
  )

test('without dead letters the list is empty', async () => {
  expect((await ask('GET')).json).toEqual({ deadLetters: [], total: 0, waiting: 0, dropped: 0 })
})

test('an entry says what failed, where, why, how often, and when first and last', async () => {
  await bury(1)
  await bury(2)
  await bury(1, { error: 'Error: it broke again' })
  await bury(9, {}, 'another')
  const { json } = await ask('GET')
  expect(json).toMatchObject({ total: 2, waiting: 2 })
  expect(json.deadLetters[1]).toMatchObject({
    stage: 'evaluate',
    what: { target: 'trace', traceId: traceId(1) },
    evaluator: 'refusal',
    error: 'Error: it broke again',
    attempts: 2,
    firstDiedAt: new Date(now + 1000).toISOString(),
    isRetrying: false,
  })
})

test('a list is cut to its limit and to one evaluator, and tells how many there are', async () => {
  for (const n of [1, 2, 3]) await bury(n)
  await bury(4, { evaluator: 'pii' })
  expect((await ask('GET', '?limit=2')).json).toMatchObject({ total: 4, deadLetters: [{}, {}] })
  expect((await list('?evaluator=pii')).map(({ evaluator }) => evaluator)).toEqual(['pii'])
  expect((await ask('GET', '?limit=0')).status).toBe(400)
  expect((await ask('GET', '?evaluater=pii')).status).toBe(400)
})

test('one is tried again, stays while it is, and is not tried twice at once', async () => {
  await bury(1)
  await bury(2)
  const [, first] = await list()
  expect((await ask('POST', `/${first?.id}/retry`)).json).toEqual({ retried: 1 })
  expect(await work()).toEqual([{ target: 'trace', traceId: traceId(1) }])
  expect((await list()).map(({ isRetrying }) => isRetrying)).toEqual([false, true])
  expect((await ask('GET')).json).toMatchObject({ total: 2, waiting: 1 })
  expect((await ask('POST', `/${first?.id}/retry`)).status).toBe(404)
  expect(
    await takeDueWork(api.postgres.pool, { now: new Date(now + 1), limit: 10 }),
    'it is due at once',
  ).toHaveLength(1)
})

test('all are tried again at once, each target once', async () => {
  await bury(1)
  await bury(1, { evaluator: 'pii' })
  await bury(2)
  expect((await ask('POST', '/retry')).json).toEqual({ retried: 3 })
  expect(await work()).toHaveLength(2)
  expect((await ask('POST', '/retry')).json).toEqual({ retried: 0 })
})

test('a question to a judge is asked again as it was', async () => {
  const target = { target: 'trace', traceId: traceId(1) } as const
  const question = {
    id: 'q1',
    ruleId: 'r1',
    ruleVersion: 1,
    judgeId: 'j1',
    target,
    evaluator: { name: 'refusal', parameters: {} },
    probability: 0.5,
    sampling: 'uniform',
    ...{ evaluatorVersion: '1', freeLabel: null, stratum: 's' },
    priority: 5,
  }
  await bury(1, { stage: 'judge', error: 'unparseable: no JSON', question })
  expect((await ask('POST', '/retry')).json).toEqual({ retried: 1 })
  expect(await work()).toEqual([])
  const { rows } = await api.postgres.pool.query('SELECT id, judge_id, question FROM judge_work')
  expect(rows).toMatchObject([{ id: 'q1', judge_id: 'j1', question: { probability: 0.5 } }])
})

test('one is dismissed, or all that a person has seen', async () => {
  for (const n of [1, 2, 3]) await bury(n)
  const [newest, seen] = await list()
  expect((await ask('DELETE', `/${newest?.id}`)).json).toEqual({ dismissed: 1 })
  expect((await ask('DELETE', `/${newest?.id}`)).status).toBe(404)
  await bury(4)
  expect((await ask('DELETE', `?until=${seen?.diedAt}`)).json).toEqual({ dismissed: 2 })
  expect((await list()).map(({ what }) => what)).toEqual([{ target: 'trace', traceId: traceId(4) }])
  const { rows } = await api.postgres.pool.query(
    `SELECT details FROM audit_log WHERE action = 'dead_letter.dismissed' ORDER BY id`,
  )
  expect(rows.map(({ details }: { details: unknown }) => details)).toEqual([
    { dismissed: 1 },
    { dismissed: 2 },
  ])
})

test('who may not change rules may see entries and neither retry nor dismiss them', async () => {
  await bury(1)
  const [letter] = await list()
  const changes = [
    ['POST', '/retry'],
    ['POST', `/${letter?.id}/retry`],
    ['DELETE', ''],
    ['DELETE', `/${letter?.id}`],
  ] as const
  for (const role of ['annotator', 'viewer']) {
    expect((await ask('GET', '', cookies.get(role))).status).toBe(200)
    for (const [method, path] of changes)
      expect((await ask(method, path, cookies.get(role))).status, `${role}: ${method} ${path}`).toBe(403)
  }
  expect(await list()).toHaveLength(1)
  expect((await ask('POST', '/retry', cookies.get('engineer'))).json).toEqual({ retried: 1 })
})

test('entries of another project are neither seen nor touched', async () => {
  await api.postgres.pool.query(
    `INSERT INTO project (id, organisation_id, name, created_at) VALUES ('second', 'default', 'Second', now())
     ON CONFLICT DO NOTHING`,
  )
  await bury(1, {}, 'second')
  const { rows } = await api.postgres.pool.query<{ id: string }>('SELECT id FROM dead_letter')
  expect(await list()).toEqual([])
  expect((await ask('POST', `/${rows[0]?.id}/retry`)).status).toBe(404)
  expect((await ask('DELETE', `/${rows[0]?.id}`)).status).toBe(404)
  expect((await ask('POST', '/retry')).json).toEqual({ retried: 0 })
  expect((await ask('DELETE')).json).toEqual({ dismissed: 0 })
  expect((await api.ask('GET', '/api/v1/projects/second/dead-letters', { cookie: owner })).json.total).toBe(1)
})
