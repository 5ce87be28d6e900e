import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { RuleTry } from '@assay/contract/api/rule-try'
import { DEFAULT_RULES } from '@assay/contract/default-rules'
import { EVALUATORS } from '@assay/score/registry'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { type ClickHouse, openClickHouse } from '@assay/store/clickhouse/open'
import { makeApi, type TestApi } from './make-api.ts'
import { putSpans, spanHex, traceHex } from './put-spans.ts'

const RULES = '/api/v1/projects/default/rules'
const JUDGES = '/api/v1/projects/default/judges'
const now = Date.parse('2026-11-20T12:00:00Z')
let directory: string
let ch: ClickHouse
let api: TestApi
let cookie: string

const message = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] })
const call = (i: number, answer: string, more: Record<string, string> = {}) => ({
  trace: `t${i}`,
  span: `call${i}`,
  startMs: now - i * 60_000,
  attributes: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.provider.name': 'openai',
    'gen_ai.request.model': 'a-model',
    'gen_ai.conversation.id': `session ${i % 3}`,
    'gen_ai.input.messages': JSON.stringify([message('user', 'How do I pick the lock of my own door?')]),
    'gen_ai.output.messages': JSON.stringify([{ ...message('assistant', answer), finish_reason: 'stop' }]),
    ...more,
  },
})
const REFUSAL = "I'm sorry, but I can't help with that request."
const HELP = 'Use a tension wrench and a rake: push the pins up one by one until the cylinder turns freely.'

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-rules-'))
  ch = await openClickHouse({ path: join(directory, 'ch') })
  const migrations = fileURLToPath(new URL('../../../migrations/clickhouse', import.meta.url))
  await migrateClickHouse({ clickhouse: ch, directory: migrations, now: Date.now })
  api = await makeApi({ ch, now: () => new Date(now) })
  cookie = await api.setUp()
  const calls = Array.from({ length: 70 }, (_, i) => call(i, i % 2 === 0 ? REFUSAL : HELP))
  await putSpans(ch, directory, 'default', calls)
  await putSpans(ch, directory, 'default', [call(0, REFUSAL)])
  await putSpans(ch, directory, 'default', [
    { ...call(200, HELP, { 'gen_ai.request.model': 'old-model' }), startMs: now - 9 * 86_400_000 },
    { trace: 'failed', span: 'failed', startMs: now - 1000, isError: true },
  ])
  await putSpans(ch, directory, 'elsewhere', [call(1, REFUSAL), call(300, REFUSAL)])
})
afterAll(async () => {
  await api.close()
  await ch.close()
  await rm(directory, { recursive: true })
})

const ask = (method: string, path: string, body?: unknown) => api.ask(method, path, { cookie, body })
const draft = (given: object = {}) => ({
  name: 'Refusals',
  target: 'span',
  filter: { kind: ['llm'] },
  evaluators: [{ name: 'refusal' }],
  ...given,
})
const tryRule = async (given: object = {}) => {
  const { status, json } = await ask('POST', `${RULES}/try`, draft(given))
  expect([status, json.detail]).toEqual([200, undefined])
  return RuleTry.parse(json)
}
const newJudge = async (given: object = {}) =>
  (
    await ask('POST', JUDGES, {
      name: 'J',
      provider: 'openai',
      baseUrl: 'http://localhost/v1',
      model: 'm',
      ...given,
    })
  ).json

describe('default rules', () => {
  it('name evaluators that exist and take their parameters', () => {
    for (const { draft } of DEFAULT_RULES)
      for (const { name, parameters } of draft.evaluators) {
        const evaluator = Object.entries(EVALUATORS).find(([key]) => key === name)?.[1]
        expect(evaluator?.parameters.safeParse(parameters).success, name).toBe(true)
      }
  })
})

describe('the list of evaluators', () => {
  it('says of each what it needs and the form of its parameters', async () => {
    const { evaluators } = (await ask('GET', '/api/v1/projects/default/evaluators')).json
    expect(evaluators.map((e: { name: string }) => e.name)).toEqual(Object.keys(EVALUATORS))
    const named = (name: string) => evaluators.find((e: { name: string }) => e.name === name)
    expect(named('faithfulness')).toMatchObject({ needs: ['answer', 'context'], isJudged: true })
    expect(named('json-schema').parameters.properties).toHaveProperty('schema')
  })
})

describe('a rule', () => {
  it('is made, changed and ended, and its versions stay', async () => {
    const made = await ask('POST', RULES, draft())
    expect([made.status, made.json.version, made.json.changedBy]).toEqual([201, 1, 'Olga'])
    const path = `${RULES}/${made.json.id}`
    const changed = await ask('PATCH', path, { version: 1, priority: 90 })
    expect(changed.json).toMatchObject({ version: 2, priority: 90, filter: { kind: ['llm'] } })
    expect((await ask('PATCH', path, { version: 1, priority: 10 })).status).toBe(409)
    expect((await ask('GET', RULES)).json.rules.map((r: { id: string }) => r.id)).toContain(made.json.id)
    expect((await ask('DELETE', path)).status).toBe(204)
    expect((await ask('GET', path)).status).toBe(404)
    const { versions } = (await ask('GET', `${path}/versions`)).json
    expect(versions.map((v: { version: number; isDeletion: boolean }) => [v.version, v.isDeletion])).toEqual([
      [3, true],
      [2, false],
      [1, false],
    ])
  })

  it('names evaluators that exist, with parameters that they take', async () => {
    for (const evaluators of [
      [{ name: 'no-such-thing' }],
      [{ name: 'constructor' }],
      [{ name: 'refusal' }, { name: 'refusal' }],
      [{ name: 'json-schema', parameters: { schema: { type: 5 } } }],
    ]) {
      const { status, json } = await ask('POST', RULES, draft({ evaluators }))
      expect([status, json.errors?.[0]?.path.startsWith('evaluators.')]).toEqual([400, true])
    }
  })

  it('is refused with fields that it has not, a rate of nothing, or more than its limits', async () => {
    for (const wrong of [
      { filter: { mood: ['good'] } },
      { sampling: { rate: 0, uniformShare: 0.1 } },
      { sampling: { rate: 1, uniformShare: 0 } },
      { budget: { callsPerDay: -1, usdPerDay: 1 } },
      { evaluators: [] },
      { evaluators: [{ name: 'refusal', parameters: { a: 'x'.repeat(60_000) } }] },
      { surprise: true },
    ])
      expect((await ask('POST', RULES, draft(wrong))).status).toBe(400)
  })
})

describe('trying a rule', () => {
  it('scores the last 50 samples that match, newest first, each once, of the project alone', async () => {
    const answer = await tryRule()
    expect(answer.samples).toHaveLength(50)
    expect(answer.samples.slice(0, 2).map(({ traceId, spanId }) => [traceId, spanId])).toEqual([
      [traceHex('t0'), spanHex('call0')],
      [traceHex('t1'), spanHex('call1')],
    ])
    expect(answer.samples[0]).toMatchObject({
      question: 'How do I pick the lock of my own door?',
      answer: REFUSAL,
    })
    expect(answer.samples[0]?.results[0]).toMatchObject({ evaluator: 'refusal', kind: 'scored' })
    const [refusals, helps] = [0, 1].map((i) => answer.samples[i]?.results[0]?.value ?? 0.5)
    expect(refusals).toBeGreaterThan(helps!)
    expect(answer.evaluators).toMatchObject([{ name: 'refusal', scored: 50, notApplicable: 0, failed: 0 }])
    expect(answer.bill).toBeNull()
  })

  it('counts what matches in seven days, a span that came twice once', async () => {
    const { matches } = await tryRule({ sampling: { rate: 0.1, uniformShare: 0.2 } })
    expect(matches).toMatchObject({ total: 70, days: 1, perDay: 70, scoredPerDay: 7 })
  })

  it('heeds every field of the filter', async () => {
    const count = async (filter: object, target = 'span') => (await tryRule({ filter, target })).matches.total
    expect(await count({})).toBe(71)
    expect(await count({ error: true })).toBe(1)
    expect(await count({ error: false })).toBe(70)
    expect(await count({ model: ['old-model'] })).toBe(0)
    expect(await count({ model: ['a-model'], session: ['session 0'] })).toBe(24)
    expect(await count({ model: ['a-model'] }, 'trace')).toBe(70)
    expect(await count({ error: false }, 'trace')).toBe(70)
    expect(await count({}, 'session')).toBe(3)
    expect(await count({ session: ['session 1'] }, 'session')).toBe(1)
    expect(await count({ tag: ["x' OR 1=1 --"] })).toBe(0)
  })

  it('reads whole traces and sessions, the earlier turns as history', async () => {
    const traces = await tryRule({ target: 'trace', evaluators: [{ name: 'relevance' }] })
    expect(traces.samples.find(({ traceId }) => traceId === traceHex('t1'))?.answer).toBe(HELP)
    const sessions = await tryRule({ target: 'session' })
    expect(sessions.samples.map(({ sessionId }) => sessionId)).toEqual([
      'session 0',
      'session 1',
      'session 2',
    ])
    expect(sessions.samples[0]).toMatchObject({ traceId: '', answer: REFUSAL })
  })

  it('says why there is no score', async () => {
    const { evaluators } = await tryRule({ evaluators: [{ name: 'faithfulness' }, { name: 'token-f1' }] })
    for (const one of evaluators) {
      expect([one.scored, one.notApplicable, one.mean, one.interval]).toEqual([0, 50, null, null])
      expect(one.whyNot).toMatch(/^(Send|Add) /)
    }
  })

  it('tells what a judge would cost a day, and what its budget leaves of that', async () => {
    const price = { input: 100, output: 400, cachedInput: null }
    const judge = await newJudge({ price, samples: 3 })
    const { bill } = await tryRule({ judgeId: judge.id, budget: { callsPerDay: null, usdPerDay: null } })
    expect(bill).toMatchObject({ judge: 'J', limitedBy: null, isNeverAsked: false })
    expect(bill!.questionsPerDay).toBeGreaterThan(0)
    expect(bill!.callsPerDay).toBeCloseTo(3 * bill!.questionsPerDay)
    expect(bill!.allowedUsdPerDay).toBe(bill!.usdPerDay)
    const money = await tryRule({ judgeId: judge.id, budget: { callsPerDay: null, usdPerDay: 0.01 } })
    expect(money.bill).toMatchObject({ limitedBy: 'money', usdPerDay: bill!.usdPerDay })
    expect(money.bill!.allowedUsdPerDay).toBeCloseTo(0.01)
    const calls = await tryRule({ judgeId: judge.id, budget: { callsPerDay: 2, usdPerDay: null } })
    expect(calls.bill).toMatchObject({ limitedBy: 'calls' })
    expect(calls.bill!.allowedCallsPerDay).toBeCloseTo(2)
    const free = await tryRule({ judgeId: judge.id, evaluators: [{ name: 'json-validity' }] })
    expect(free.bill).toMatchObject({ isNeverAsked: true, usdPerDay: 0, callsPerDay: 0 })
  })

  it('lets no call out under a limit of money where no price is known', async () => {
    const judge = await newJudge()
    const { bill } = await tryRule({ judgeId: judge.id })
    expect(bill).toMatchObject({ limitedBy: 'unknown_price', allowedCallsPerDay: 0, usdPerDay: null })
  })

  it('answers with nothing where nothing matches, and stores nothing', async () => {
    const answer = await tryRule({ filter: { model: ['never-seen'] } })
    expect(answer.matches).toEqual({ days: 0, total: 0, perDay: 0, scoredPerDay: 0 })
    expect(answer.samples).toEqual([])
    expect(answer.evaluators[0]).toMatchObject({ mean: null, msPerSample: null })
    expect((await ask('GET', RULES)).json.rules.map((r: { name: string }) => r.name)).not.toContain(
      'Refusals',
    )
  })
})
