import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AssayError } from '@assay/contract/error'
import type { ScoreRow } from '@assay/contract/score-row'
import { SCORES_COLUMNS } from '@assay/contract/tables'
import { encodeScoreRow } from '@assay/normalise/rows/encode-score-row'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { type ClickHouse, openClickHouse } from '@assay/store/clickhouse/open'
import { makeApi, ORIGIN, type TestApi } from './make-api.ts'
import { putSpans, spanHex, traceHex } from './put-spans.ts'

const PROJECT = '/api/v1/projects/default'
const now = Date.UTC(2026, 10, 21, 12)
const start = now - 3_600_000

let directory: string
let ch: ClickHouse
let api: TestApi
let cookie: string
let version = 0n
let isFull = false

/** Writes rows as the loader does with a segment. */
async function append(rows: readonly ScoreRow[]): Promise<void> {
  if (isFull) throw new AssayError('unavailable', 'the spool is full', { retryAfterSeconds: 30 })
  if (rows.length === 0) return
  const out = new RowWriter()
  for (const row of rows) encodeScoreRow(out, row, ++version)
  const path = join(directory, `${version}.rowbinary`)
  await writeFile(path, out.take())
  await ch.insertFile({
    table: 'scores',
    columns: SCORES_COLUMNS,
    path,
    rows: rows.length,
    token: `t${version}`,
  })
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'assay-scores-'))
  ch = await openClickHouse({ path: join(directory, 'ch') })
  const migrations = fileURLToPath(new URL('../../../migrations/clickhouse', import.meta.url))
  await migrateClickHouse({ clickhouse: ch, directory: migrations, now: Date.now })
  api = await makeApi({ ch, appendScores: append, now: () => new Date(now) })
  cookie = await api.setUp()
  await putSpans(
    ch,
    directory,
    'default',
    Array.from({ length: 40 }, (_, i) => ({
      trace: `t${i}`,
      span: `t${i}-call`,
      startMs: start + i * 1000,
      attributes: {
        'gen_ai.operation.name': 'chat',
        'gen_ai.request.model': i % 2 === 0 ? 'even' : 'odd',
        'gen_ai.conversation.id': 's1',
      },
    })),
  )
})
afterAll(async () => {
  await api.close()
  await ch.close()
  await rm(directory, { recursive: true, force: true })
})

const post = (scores: unknown[], options: object = { cookie }) =>
  api.ask('POST', `${PROJECT}/scores`, { body: { scores }, ...options })
const get = async (path: string) => (await api.ask('GET', `${PROJECT}${path}`, { cookie })).json
const RANGE = `from=${new Date(now - 7_200_000).toISOString()}&to=${new Date(now).toISOString()}`

test('each score of a batch is taken or refused for itself, with the reason', async () => {
  const { status, json } = await post([
    { traceId: traceHex('t0'), name: 'feedback', value: 1, explanation: 'Thanks!' },
    { traceId: traceHex('t0'), name: 'feedback' },
    { name: 'feedback', value: 1 },
    { traceId: 'no id', name: 'feedback', value: 1 },
    { traceId: traceHex('t0'), name: 'feedback', value: 1, time: '2999-01-01T00:00:00Z' },
    { sessionId: 's1', name: 'mood', label: 'glad', metadata: { by: 'form' } },
    'nonsense',
  ])
  expect(status).toBe(200)
  expect(json.accepted).toBe(2)
  expect(json.refused.map(({ index }: { index: number }) => index)).toEqual([1, 2, 3, 4, 6])
  expect(json.refused[0].reason).toContain('value or a label')
  expect(json.refused[2].reason).toContain('traceId')
  expect(json.ids.map((id: string | null) => id !== null)).toEqual([
    true,
    false,
    false,
    false,
    false,
    true,
    false,
  ])
})

test('a score alone is taken like a list of one, and what is neither is told what to send', async () => {
  const key = api.deps.bootstrapKey
  const send = (body: unknown) => api.ask('POST', '/api/v1/scores', { key, body })
  const alone = await send({ traceId: traceHex('t4'), name: 'alone', value: 1 })
  expect([alone.status, alone.json.accepted]).toEqual([200, 1])
  for (const body of [[], 'x', { scores: 'x' }]) {
    const { status, json } = await send(body)
    expect([status, json.code]).toEqual([400, 'invalid'])
    expect(json.detail).toContain('send {"scores": [ … ]} with 1 to 1000 scores, or one score such as')
  }
  const none = await send({ scores: [] })
  expect([none.status, none.json.detail]).toEqual([
    400,
    'The request has faults. scores: give at least 1 item',
  ])
  // What is refused whole is no success, and all that is wrong with it is told at once.
  const refused = await send({ value: 'x', colour: 1 })
  expect([refused.status, refused.json.code]).toEqual([400, 'invalid'])
  for (const fault of [
    'value: give a number without quotes',
    'name: it is missing: give a text',
    'there is no "colour"',
    'name what is scored: either traceId',
  ])
    expect(refused.json.detail).toContain(fault)
  const both = await send({ scores: [{ traceId: traceHex('t4') }, { name: 'alone', value: 1 }] })
  expect(both.status).toBe(400)
  expect(both.json.errors.map(({ path }: { path: string }) => path)).toEqual(['scores.0', 'scores.1'])
  const broken = await api.app.request(`${ORIGIN}/api/v1/scores`, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: '{"scores": [}',
  })
  expect(await broken.json()).toMatchObject({
    status: 400,
    detail: 'malformed JSON: it stops being JSON (byte 12)',
  })
})

test('a label or value that an evaluator of ours cannot give is refused with those it can; other names are free', async () => {
  const about = { traceId: traceHex('t5'), source: 'human' }
  const { json } = await post([
    { ...about, name: 'refusal', label: 'nonsense' },
    { ...about, name: 'refusal', label: 'full_compliance' },
    { ...about, name: 'my_own', label: 'nonsense', value: 3 },
    { ...about, name: 'faithfulness', value: 3 },
    { ...about, name: 'faithfulness', value: -0.01, source: 'api' },
    { ...about, name: 'faithfulness', value: 1 },
  ])
  expect(json.accepted).toBe(3)
  expect(json.refused.map(({ index }: { index: number }) => index)).toEqual([0, 3, 4])
  expect(json.refused[1].reason).toContain('value: faithfulness goes from 0 to 1')
  expect(json.refused[0].reason).toContain('refusal has the labels')
  expect(json.refused[0].reason).toContain('full_compliance')
})

test('a client that sends neither key nor cookie is told to send a key', async () => {
  const headers = { 'content-type': 'application/json' }
  const answer = await api.app.request(`${ORIGIN}/api/v1/scores`, { method: 'POST', headers, body: '{}' })
  expect(answer.status).toBe(401)
  expect(await answer.json()).toMatchObject({
    code: 'unauthenticated',
    detail: expect.stringContaining('Authorization: Bearer <key>'),
  })
  const withCookie = { ...headers, cookie }
  const forged = await api.app.request(`${ORIGIN}/api/v1/scores`, {
    method: 'POST',
    headers: withCookie,
    body: '{}',
  })
  expect(forged.status).toBe(403)
})

test('a key adds scores to its own project without naming it', async () => {
  const body = { scores: [{ traceId: traceHex('t3'), name: 'by-key', value: 1 }] }
  const { status, json } = await api.ask('POST', '/api/v1/scores', { key: api.deps.bootstrapKey, body })
  expect([status, json.accepted]).toEqual([200, 1])
  expect((await get(`/scores?name=by-key&${RANGE}`)).scores).toMatchObject([{ traceId: traceHex('t3') }])
})

test('a score takes start, session and slices from what it is about', async () => {
  await post([{ id: 'f1', traceId: traceHex('t1'), spanId: spanHex('t1-call'), name: 'feedback', value: 0 }])
  const { scores } = await get(`/traces/${traceHex('t1')}/scores?spanId=${spanHex('t1-call')}`)
  expect(scores).toMatchObject([
    { value: 0, source: 'api', time: new Date(start + 1000).toISOString().replace('.000Z', 'Z') },
  ])
  expect(await get(`/scores?name=feedback&model=odd&${RANGE}`)).toMatchObject({ scores: [{ value: 0 }] })
  expect(await get(`/sessions/s1/scores`)).toMatchObject({
    scores: [{ label: 'glad', details: { by: 'form' } }],
  })
  const { turns } = await get('/sessions/s1')
  expect(turns.slice(0, 3).map((turn: { scores: unknown }) => turn.scores)).toMatchObject([
    [{ name: 'feedback', value: 1 }],
    [{ name: 'feedback', value: 0 }],
    [],
  ])
})

test('a score sent again replaces the first, whatever time it names and however often', async () => {
  const score = { id: 'f1', traceId: traceHex('t1'), spanId: spanHex('t1-call'), name: 'feedback', value: 1 }
  await post([score, { ...score, value: 0.5 }])
  await post([{ ...score, value: 0.75, time: new Date(now - 86_400_000).toISOString() }])
  const { lines } = await get(`/score-trend?name=feedback&model=odd&from=2026-01-01T00:00:00Z`)
  expect(lines).toHaveLength(1)
  expect(lines[0].total).toMatchObject({ n: 1, estimate: 0.75 })
  const [same, again] = [
    await post([{ traceId: traceHex('t2'), name: 'said', value: 1 }]),
    await post([{ traceId: traceHex('t2'), name: 'said', value: 1 }]),
  ]
  expect(again.json.ids).toEqual(same.json.ids)
  expect((await get(`/scores?name=said&${RANGE}`)).scores).toHaveLength(1)
})

test('a score that has no scores yet has a trend without lines, and nothing that is left out', async () => {
  expect(await get(`/score-trend?name=nobody&${RANGE}`)).toMatchObject({ lines: [], truncated: null })
})

test('nothing is taken that could not be made durable', async () => {
  isFull = true
  const { status } = await post([{ traceId: traceHex('t3'), name: 'lost', value: 1 }])
  isFull = false
  expect(status).toBe(503)
  expect((await get(`/scores?name=lost&${RANGE}`)).scores).toEqual([])
})

test('trends and comparisons tell estimates with intervals, and labels of people correct them', async () => {
  const each = (make: (i: number) => object) => Array.from({ length: 40 }, (_, i) => make(i))
  const target = (i: number) => ({ traceId: traceHex(`t${i}`), name: 'helpful' })
  await post(
    each((i) => ({
      ...target(i),
      evaluatorVersion: '1',
      label: i % 4 < 2 ? 'yes' : 'no',
      value: Number(i % 4 < 2),
    })),
  )
  const said = (i: number) => ({ label: i % 4 < 1 ? 'yes' : 'no', value: Number(i % 4 < 1) })
  await post(each((i) => ({ ...target(i), source: 'human', ...said(i) })).slice(0, 20))
  const trend = await get(`/score-trend?name=helpful&source=api&steps=4&${RANGE}`)
  expect(trend.measure).toBe('rate')
  expect(trend.lines[0].total).toMatchObject({ n: 40, estimate: 0.5, population: 40 })
  expect(trend.lines[0].total.low).toBeGreaterThan(0.3)
  expect(trend.lines[0].total.high).toBeLessThan(0.7)
  expect(trend.lines[0].corrected).toBeNull()
  const corrected = await get(`/score-trend?name=helpful&source=api&steps=4&corrected=true&${RANGE}`)
  expect(corrected.lines[0].corrected).toMatchObject({ labels: 20 })
  expect(corrected.lines[0].corrected.estimate).toBeCloseTo(0.25, 6)
  const ofNo = await get(`/score-trend?name=helpful&label=no&source=api&corrected=true&${RANGE}`)
  expect(ofNo.lines[0].corrected).toMatchObject({ labels: 20 })
  expect(ofNo.lines[0].corrected.estimate).toBeCloseTo(0.75, 6)
  const sliced = await get(`/score-trend?name=helpful&label=yes&by=model&${RANGE}`)
  expect(
    sliced.lines.map((line: { slice: string; total: { estimate: number } }) => [
      line.slice,
      line.total.estimate,
    ]),
  ).toEqual(
    expect.arrayContaining([
      ['even', 0.5],
      ['odd', 0.5],
    ]),
  )
  const compared = await get(`/score-comparison?name=helpful&by=source&a=api&b=human&${RANGE}`)
  expect(compared).toMatchObject({ measure: 'rate', a: { n: 40 }, b: { n: 20, estimate: 0.25 } })
  expect(compared.difference.estimate).toBeCloseTo(0.25, 9)
  expect(compared.difference.low).toBeLessThan(0.25)
  const wrong = await api.ask('GET', `${PROJECT}/score-comparison?name=helpful&by=source&a=x&b=human`, {
    cookie,
  })
  expect(wrong.status).toBe(400)
})

test('an app adds scores with its key for sending, and reads none; without a key nobody adds any', async () => {
  const made = await api.ask('POST', `${PROJECT}/keys`, { cookie, body: { name: 'app', scopes: ['ingest'] } })
  const reader = await api.ask('POST', `${PROJECT}/keys`, {
    cookie,
    body: { name: 'eyes', scopes: ['read'] },
  })
  const scores = [{ traceId: traceHex('t0'), name: 'from_app', value: 1 }]
  const { key } = made.json
  expect((await post(scores, { key })).json.accepted).toBe(1)
  // Labels of reviewers correct the scores of evaluators: not with a key that lies in an app.
  const mixed = [
    { ...scores[0]!, source: 'human' },
    { ...scores[0]!, name: 'user_feedback', source: 'api' },
  ]
  const { json } = await post(mixed, { key })
  expect(json).toMatchObject({ accepted: 1, refused: [{ index: 0 }] })
  expect(json.refused[0].reason).toContain('a key with the scope admin')
  const admin = await api.ask('POST', `${PROJECT}/keys`, {
    cookie,
    body: { name: 'labels', scopes: ['ingest', 'admin'] },
  })
  expect((await post(mixed, { key: admin.json.key })).json.accepted).toBe(2)
  expect((await api.ask('GET', `${PROJECT}/scores?name=from_app`, { key })).status).toBe(403)
  expect((await post(scores, { key: reader.json.key })).status).toBe(403)
  expect((await post(scores, {})).status).toBe(401)
})
