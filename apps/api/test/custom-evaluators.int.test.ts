import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { CustomEvaluatorTry } from '@assay/contract/api/custom-evaluator'
import { RuleTry } from '@assay/contract/api/rule-try'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { type ClickHouse, openClickHouse } from '@assay/store/clickhouse/open'
import { makeApi, type TestApi } from './make-api.ts'
import { putSpans } from './put-spans.ts'

const now = Date.parse('2026-11-20T12:00:00Z')
let directory: string
let ch: ClickHouse
let api: TestApi
let cookie: string
let server: Server
let baseUrl: string
const asked: string[] = []

const message = (role: string, content: string) => ({ role, parts: [{ type: 'text', content }] })
const call = (i: number) => ({
  trace: `t${i}`,
  span: `call${i}`,
  startMs: now - i * 60_000,
  attributes: {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'a-model',
    'gen_ai.input.messages': JSON.stringify([message('user', 'How do I begin?')]),
    'gen_ai.output.messages': JSON.stringify([message('assistant', `Begin with part ${i}, you fool.`)]),
  },
})

beforeAll(async () => {
  server = createServer((request, response) => {
    let text = ''
    request.on('data', (part: Buffer) => (text += part.toString()))
    request.on('end', () => {
      asked.push(text)
      const said = { step_1: 'Fool.', evidence: ['Begin with part'], reason: 'It hurts.', verdict: 'rude' }
      const choice = { finish_reason: 'stop', message: { role: 'assistant', content: JSON.stringify(said) } }
      response.writeHead(200, { 'content-type': 'application/json' })
      const usage = { prompt_tokens: 400, completion_tokens: 50 }
      response.end(JSON.stringify({ model: 'judge-1-2026', choices: [choice], usage }))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`
  directory = await mkdtemp(join(tmpdir(), 'assay-evaluators-'))
  ch = await openClickHouse({ path: join(directory, 'ch') })
  const migrations = fileURLToPath(new URL('../../../migrations/clickhouse', import.meta.url))
  await migrateClickHouse({ clickhouse: ch, directory: migrations, now: Date.now })
  api = await makeApi({
    ch,
    now: () => new Date(now),
    judgeIo: {
      fetch: (url, init) => fetch(url, init),
      clock: {
        now: () => Date.now(),
        sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms).unref()),
      },
      random: Math.random,
    },
  })
  cookie = await api.setUp()
  await putSpans(ch, directory, 'default', [1, 2, 3, 4].map(call))
})
afterAll(async () => {
  await api.close()
  await ch.close()
  server.closeAllConnections()
  server.close()
  await rm(directory, { recursive: true })
})

const P = '/api/v1/projects/default'
const OWN = `${P}/custom-evaluators`
const ask = (method: string, path: string, body?: unknown) => api.ask(method, path, { cookie, body })
const DEFINITION = {
  title: 'Tone',
  question: 'Is the answer kind?',
  rubric: 'A kind answer takes the person seriously.',
  steps: ['name the words that show the tone.'],
  grades: [
    { label: 'rude', meaning: 'hurts' },
    { label: 'kind', meaning: 'takes the person seriously' },
  ],
  shows: ['answer'],
  quotesFrom: ['answer'],
}
const rule = (given: object = {}) => ({
  name: 'Tone of calls',
  target: 'span',
  filter: { kind: ['llm'] },
  evaluators: [{ name: 'tone' }],
  ...given,
})
const newJudge = async () =>
  (
    await ask('POST', `${P}/judges`, {
      name: 'J',
      provider: 'openai',
      baseUrl,
      model: 'm',
      samples: 1,
      price: { input: 1, output: 10 },
    })
  ).json.id as string

test.for([
  ['name', { name: 'Tone of voice' }],
  ['name', { name: 'refusal' }],
  ['name', { name: 'drift' }],
  ['title', { title: '' }],
  ['question', { question: 'x'.repeat(301) }],
  ['rubric', { rubric: ' \n' }],
  ['rubric', { rubric: 'x'.repeat(8_001) }],
  ['rubric', { rubric: 'a\u0000b' }],
  ['steps', { steps: [] }],
  ['steps', { steps: Array.from({ length: 9 }, (_, i) => `look ${i}`) }],
  ['grades', { grades: DEFINITION.grades.slice(0, 1) }],
  ['grades', { grades: Array.from({ length: 5 }, (_, i) => ({ label: `g${i}`, meaning: 'm' })) }],
  ['grades', { grades: [DEFINITION.grades[0], DEFINITION.grades[0]] }],
  ['grades.0.label', { grades: [{ label: 'Rude!', meaning: 'm' }, DEFINITION.grades[1]] }],
  ['shows', { shows: [], quotesFrom: [] }],
  ['shows', { shows: ['history'], quotesFrom: [] }],
  ['shows', { shows: ['answer', 'answer'] }],
  ['quotesFrom', { quotesFrom: ['context'] }],
] as const)('an evaluator with a wrong %s is refused with a sentence: %j', async ([path, wrong]) => {
  const { status, json } = await ask('POST', OWN, { name: 'wrong', ...DEFINITION, ...wrong })
  expect(status).toBe(400)
  expect(json.errors.map((one: { path: string }) => one.path)).toContain(path)
})

test('an evaluator is kept version by version, and comes back after its end under the next', async () => {
  const made = await ask('POST', OWN, { name: 'brevity', ...DEFINITION })
  expect(made).toMatchObject({ status: 201, json: { name: 'brevity', version: 1, changedBy: 'Olga' } })
  expect((await ask('POST', OWN, { name: 'brevity', ...DEFINITION })).status).toBe(409)
  const changed = { ...DEFINITION, title: 'Brevity', version: 1 }
  expect((await ask('PATCH', `${OWN}/brevity`, changed)).json).toMatchObject({ title: 'Brevity', version: 2 })
  expect((await ask('PATCH', `${OWN}/brevity`, changed)).status).toBe(409)
  expect((await ask('PATCH', `${OWN}/brevity`, { ...changed, version: 2 })).json.version).toBe(2)
  expect((await ask('PATCH', `${OWN}/nothing`, changed)).status).toBe(404)
  expect((await ask('DELETE', `${OWN}/brevity`)).status).toBe(204)
  expect((await ask('GET', `${OWN}/brevity`)).status).toBe(404)
  expect((await ask('POST', OWN, { name: 'brevity', ...DEFINITION })).json.version).toBe(4)
  const { versions } = (await ask('GET', `${OWN}/brevity/versions`)).json
  expect(
    versions.map((one: { version: number; isDeletion: boolean }) => [one.version, one.isDeletion]),
  ).toEqual([
    [4, false],
    [3, true],
    [2, false],
    [1, false],
  ])
  expect((await ask('DELETE', `${OWN}/brevity`)).status).toBe(204)
})

test('a rule runs it with a judge only, its trial counts the questions, and it cannot go while a rule names it', async () => {
  await ask('POST', OWN, { name: 'tone', ...DEFINITION })
  const without = await ask('POST', `${P}/rules`, rule())
  expect(without).toMatchObject({ status: 400, json: { errors: [{ path: 'evaluators.0.name' }] } })
  expect(without.json.detail).toContain('choose a judge')
  const stereotype = await ask('POST', `${P}/rules`, rule({ evaluators: [{ name: 'stereotype' }] }))
  expect(stereotype.status).toBe(400)
  const judgeId = await newJudge()
  const tried = RuleTry.parse((await ask('POST', `${P}/rules/try`, rule({ judgeId }))).json)
  expect(tried.evaluators).toMatchObject([
    { name: 'tone', title: 'Tone', scored: 0, notApplicable: 0, forJudge: 4 },
  ])
  expect(tried.samples[0]?.results).toMatchObject([{ kind: 'for_judge', value: null }])
  expect(tried.bill).toMatchObject({ isNeverAsked: false })
  expect(tried.bill?.questionsPerDay).toBeCloseTo(tried.matches.scoredPerDay)
  const made = await ask('POST', `${P}/rules`, rule({ judgeId }))
  expect(made.status).toBe(201)
  const bare = await ask('PATCH', `${P}/rules/${made.json.id}`, { judgeId: null, version: 1 })
  expect(bare.status).toBe(400)
  const kept = await ask('DELETE', `${OWN}/tone`)
  expect(kept).toMatchObject({ status: 409 })
  expect(kept.json.detail).toContain('Tone of calls')
})

test('its page shows the rubric with the grades and how its judge is asked, beside those that come with Assay', async () => {
  const { evaluators } = (await ask('GET', `${P}/evaluators`)).json
  expect(evaluators[0]).toMatchObject({ name: 'tone', isCustom: true, isJudgeOnly: true, isJudged: true })
  const named = (name: string) => evaluators.find((one: { name: string }) => one.name === name)
  expect(named('stereotype')).toMatchObject({ isCustom: false, isJudgeOnly: true })
  expect(named('refusal')).toMatchObject({ isCustom: false, isJudgeOnly: false })
  const { json: report } = await ask('GET', `${P}/evaluators/tone`)
  expect(report.rubric).toContain('takes the person seriously')
  expect(report.rubric).toContain('- `rude`: hurts')
  expect(report).toMatchObject({
    steps: DEFINITION.steps,
    judge: { asks: 'sample', labels: ['rude', 'kind'], shows: ['answer'] },
  })
  expect((await ask('GET', `${P}/score-reviews`)).json).toEqual({ reviews: [] })
})

test('before it is saved a judge is really asked about the last samples, and nothing is kept', async () => {
  const evaluator = { name: 'not-saved', ...DEFINITION }
  const judgeId = await newJudge()
  const input = { evaluator, judgeId, target: 'span', filter: { kind: ['llm'] }, samples: 2 }
  asked.length = 0
  const { status, json } = await ask('POST', `${OWN}/try`, input)
  expect([status, json.detail]).toEqual([200, undefined])
  const tried = CustomEvaluatorTry.parse(json)
  expect(tried.samples).toMatchObject([
    {
      kind: 'scored',
      label: 'rude',
      value: 0,
      explanation: 'It hurts.',
      answer: 'Begin with part 1, you fool.',
    },
    { kind: 'scored', label: 'rude' },
  ])
  expect(tried).toMatchObject({ calls: asked.length, modelAnswered: 'judge-1-2026' })
  expect(tried.costUsd).toBeGreaterThan(0)
  expect(asked.length).toBeGreaterThanOrEqual(2)
  expect(asked[0]).toContain('takes the person seriously')
  expect((await ask('GET', `${OWN}/not-saved`)).status).toBe(404)
  expect((await ask('POST', `${OWN}/try`, { ...input, judgeId: 'missing' })).status).toBe(404)
  expect((await ask('POST', `${OWN}/try`, { ...input, samples: 6 })).status).toBe(400)
})
