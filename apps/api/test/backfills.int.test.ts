import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { Backfill, BackfillEstimate } from '@assay/contract/api/backfill'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { type ClickHouse, openClickHouse } from '@assay/store/clickhouse/open'
import { makeApi, type TestApi } from './make-api.ts'
import { putSpans } from './put-spans.ts'

const P = '/api/v1/projects/default'
const BACKFILLS = `${P}/backfills`
const now = Date.parse('2026-11-20T12:00:00Z')
const RANGE = { from: '2026-11-19T00:00:00Z', to: '2026-11-21T00:00:00Z' }
let directory: string
let ch: ClickHouse
let api: TestApi
let cookie: string
let ruleId: string

const ask = (method: string, path: string, body?: unknown) => api.ask(method, path, { cookie, body })
const message = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] })

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-backfills-'))
  ch = await openClickHouse({ path: join(directory, 'ch') })
  const migrations = fileURLToPath(new URL('../../../migrations/clickhouse', import.meta.url))
  await migrateClickHouse({ clickhouse: ch, directory: migrations, now: Date.now })
  api = await makeApi({ ch, now: () => new Date(now) })
  cookie = await api.setUp()
  const calls = Array.from({ length: 30 }, (_, i) => ({
    trace: `t${i}`,
    span: `call${i}`,
    startMs: now - (i + 1) * 60_000,
    attributes: {
      'gen_ai.operation.name': 'chat',
      'gen_ai.request.model': 'a-model',
      'gen_ai.input.messages': JSON.stringify([message('user', 'How do I pick a lock?')]),
      'gen_ai.output.messages': JSON.stringify([{ ...message('assistant', 'Hm.'), finish_reason: 'stop' }]),
    },
  }))
  await putSpans(ch, directory, 'default', calls)
  const judge = { name: 'J', provider: 'openai', baseUrl: 'http://127.0.0.1:9/v1', model: 'm', apiKey: 'k' }
  const price = { input: 2, output: 8 }
  const made = await ask('POST', `${P}/judges`, { ...judge, samples: 1, price })
  expect(made.status).toBe(201)
  const rule = { name: 'R', isOn: false, target: 'span', evaluators: [{ name: 'refusal' }] }
  ruleId = (await ask('POST', `${P}/rules`, { ...rule, judgeId: made.json.id })).json.id
})
afterAll(async () => {
  await api.close()
  await ch.close()
  await rm(directory, { recursive: true })
})

it('an estimate tells targets, calls and money with intervals, and the share that a budget pays for', async () => {
  const { status, json } = await ask('POST', `${BACKFILLS}/estimate`, {
    ruleId,
    ...RANGE,
    budget: { calls: 1, usd: null },
  })
  expect(status).toBe(200)
  const estimate = BackfillEstimate.parse(json)
  expect(estimate).toMatchObject({ matches: 30, drawn: 30, target: 'span', to: '2026-11-20T12:00:00Z' })
  const { calls, usd, tried, share } = estimate.judge!
  expect(tried).toBe(30)
  expect(estimate.judge).toMatchObject({ evaluators: 1, votes: 1 })
  expect(calls.low).toBeLessThanOrEqual(calls.value)
  expect(usd?.value).toBeGreaterThan(0)
  expect(share).toBeCloseTo(1 / calls.value)
  const empty = { ruleId, from: '2020-01-01T00:00:00Z', to: '2020-01-02T00:00:00Z' }
  expect((await ask('POST', `${BACKFILLS}/estimate`, empty)).json.matches).toBe(0)
})

it('a backfill is started, listed, paused, resumed with another budget, and cancelled once', async () => {
  const made = await ask('POST', BACKFILLS, { ruleId, ...RANGE, budget: { calls: 5, usd: 1 } })
  expect(made.status).toBe(201)
  const backfill = Backfill.parse(made.json)
  expect(backfill).toMatchObject({ state: 'queued', createdBy: 'Olga', rule: { version: 1, name: 'R' } })
  expect(backfill.progress.expected).toBe(30)
  expect((await ask('GET', `${BACKFILLS}?ruleId=${ruleId}`)).json.backfills).toHaveLength(1)
  expect((await ask('GET', `${BACKFILLS}?ruleId=other`)).json.backfills).toEqual([])
  const one = `${BACKFILLS}/${backfill.id}`
  expect((await ask('POST', `${one}/pause`)).json).toMatchObject({
    state: 'paused',
    reason: 'Somebody paused it.',
  })
  expect((await ask('POST', `${one}/pause`)).status).toBe(409)
  const resumed = await ask('POST', `${one}/resume`, { budget: { calls: 9, usd: null } })
  expect(resumed.json).toMatchObject({ state: 'queued', reason: null, budget: { calls: 9, usd: null } })
  expect((await ask('POST', `${one}/cancel`)).json.state).toBe('cancelled')
  expect((await ask('POST', `${one}/cancel`)).status).toBe(409)
  expect((await ask('GET', one)).json.state).toBe('cancelled')
  expect((await ask('GET', `${BACKFILLS}/none`)).status).toBe(404)
  expect(
    (await api.ask('GET', `/api/v1/projects/elsewhere/backfills/${backfill.id}`, { cookie })).status,
  ).toBe(404)
})

it.for([
  ['a range that ends before it begins', { from: RANGE.to, to: RANGE.from }, 400],
  ['a range in the future', { from: '2027-01-01T00:00:00Z', to: '2027-01-02T00:00:00Z' }, 400],
  ['a time that is none', { from: 'yesterday' }, 400],
  ['an evaluator that the rule has not', { evaluators: ['pii'] }, 400],
  ['a version that there is not', { ruleVersion: 7 }, 404],
  ['a rule that there is not', { ruleId: 'none' }, 404],
] as const)('%s is refused', async ([, change, status]) => {
  const answer = await ask('POST', BACKFILLS, { ruleId, ...RANGE, ...change })
  expect(answer.status).toBe(status)
})
