import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eraseBefore } from '@assay/store/clickhouse/erase/erase-before'
import { eraseProject } from '@assay/store/clickhouse/erase/erase-project'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { openClickHouse, type ClickHouse } from '@assay/store/clickhouse/open'
import { getTrace } from '@assay/store/clickhouse/queries/get-trace'
import { getTraceLogs } from '@assay/store/clickhouse/queries/get-trace-logs'
import { getTraceScores } from '@assay/store/clickhouse/queries/get-trace-scores'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import { CLICKHOUSE_MIGRATIONS } from '../migrations.ts'
import { startPipeline, type Pipeline } from './start-pipeline.ts'
import { storedSpans } from './stored-spans.ts'

const TRACE = '0af7651916cd43dd8448eb211c80319c'
const SPAN = 'b7ad6b7169203331'
const START = 1_795_163_400_000_000_000n
const at = (ms: number) => String(START + BigInt(ms) * 1_000_000n)
const pairs = (values: Record<string, string | number>) =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: value },
  }))
const body = (fields: object) => ({ kvlistValue: { values: pairs(fields as Record<string, string>) } })
const bytes = (request: object) => Buffer.from(JSON.stringify(request))

const spans = (change: object = {}, attributes: Record<string, string | number> = {}) =>
  bytes({
    resourceSpans: [
      {
        scopeSpans: [
          {
            spans: [
              {
                traceId: TRACE,
                spanId: SPAN,
                name: 'chat',
                startTimeUnixNano: at(0),
                endTimeUnixNano: at(900),
                attributes: pairs({
                  'gen_ai.system': 'openai',
                  'gen_ai.operation.name': 'chat',
                  'gen_ai.response.id': 'answer-1',
                  'gen_ai.usage.input_tokens': 12,
                  'gen_ai.usage.output_tokens': 5,
                  ...attributes,
                }),
                ...change,
              },
            ],
          },
        ],
      },
    ],
  })
const logs = (...logRecords: object[]) => bytes({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] })
const ofSpan = { traceId: TRACE, spanId: SPAN }
const question = {
  ...ofSpan,
  timeUnixNano: at(1),
  eventName: 'gen_ai.user.message',
  body: body({ content: 'Which ferry leaves first?' }),
}
const answer = {
  ...ofSpan,
  timeUnixNano: at(800),
  eventName: 'gen_ai.choice',
  body: body({ index: 0, content: 'The one at six.' }),
}

let ch: ClickHouse
let pipeline: Pipeline
let path: string
beforeAll(async () => {
  path = mkdtempSync(join(tmpdir(), 'assay-chdb-'))
  ch = await openClickHouse({ path })
  await migrateClickHouse({ clickhouse: ch, directory: CLICKHOUSE_MIGRATIONS, now: Date.now })
  pipeline = await startPipeline(ch)
})
afterAll(async () => {
  await pipeline.close()
  await ch.close()
  rmSync(path, { recursive: true, force: true })
})

const sendSpans = (project: string, request = spans()) => pipeline.send(project, '/v1/traces', request)
const sendLogs = (project: string, ...records: object[]) =>
  pipeline.send(project, '/v1/logs', logs(...records))
const expectJoined = async (project: string) => {
  const found = (await storedSpans(ch, project)).get(SPAN)
  expect(found).toMatchObject({
    inputPreview: 'Which ferry leaves first?',
    outputPreview: 'The one at six.',
    row: { inputText: 'Which ferry leaves first?', outputText: 'The one at six.' },
    derived: { inputText: 'Which ferry leaves first?', outputText: 'The one at six.' },
  })
  const { summary } = await getTrace({ ch, projectId: project }, { traceId: TRACE })
  expect(summary).toMatchObject({ spanCount: 1, inputTokens: 12, outputTokens: 5 })
}

test('messages that come after their span are joined to it', async () => {
  await sendSpans('after')
  await sendLogs('after', question, answer)
  await expectJoined('after')
})

test('messages that come before their span are joined to it, also one by one', async () => {
  await sendLogs('before', answer)
  await sendSpans('before')
  await sendLogs('before', question)
  await expectJoined('before')
})

test('a span or a record sent again changes nothing, and a changed span keeps its messages', async () => {
  await sendSpans('again')
  await sendLogs('again', question, answer)
  await sendLogs('again', { ...question, observedTimeUnixNano: at(5000) })
  await sendSpans('again')
  await expectJoined('again')
  expect(
    (await getTraceLogs({ ch, projectId: 'again' }, { traceId: TRACE, spanIds: [], limit: 9 })).total,
  ).toBe(2)
  await sendSpans('again', spans({ name: 'chat, renamed' }))
  await expectJoined('again')
  const { spans: rows } = await getTrace({ ch, projectId: 'again' }, { traceId: TRACE })
  expect(rows.map((row) => row.name)).toEqual(['chat, renamed'])
})

test('messages of one instant keep the order in which they were sent, and what was said twice stands there twice', async () => {
  const said = ['Is it late?', 'yes', 'Shall I wait?', 'yes', 'And the next?', 'no']
  const records = said.map((content, i) => ({
    ...ofSpan,
    timeUnixNano: at(1),
    eventName: i % 2 === 0 ? 'gen_ai.assistant.message' : 'gen_ai.user.message',
    body: body({ content }),
  }))
  await sendSpans('instant')
  await sendLogs('instant', ...records)
  const messages = async () =>
    (await storedSpans(ch, 'instant'))
      .get(SPAN)
      ?.derived.inputMessages.flatMap(({ parts }) => parts.map((part) => part.type === 'text' && part.text))
  expect(await messages()).toEqual(said)
  await sendLogs('instant', ...records)
  expect(await messages()).toEqual(said)
})

test('messages of another project, or of no GenAI event, are not joined', async () => {
  await sendSpans('mine')
  await sendLogs('theirs', question, answer)
  await sendLogs('mine', { ...ofSpan, timeUnixNano: at(3), body: { stringValue: 'cache is warm' } })
  const found = (await storedSpans(ch, 'mine')).get(SPAN)
  expect(found).toMatchObject({ inputPreview: '', row: { inputText: null }, derived: { inputText: null } })
})

test('records that repeat tokens add none', async () => {
  await sendSpans('tokens')
  await sendLogs('tokens', {
    ...ofSpan,
    timeUnixNano: at(2),
    attributes: pairs({ 'event.name': 'api_request', input_tokens: '12', output_tokens: '5' }),
  })
  const { summary } = await getTrace({ ch, projectId: 'tokens' }, { traceId: TRACE })
  expect(summary).toMatchObject({ inputTokens: 12, outputTokens: 5 })
})

test('a record of no trace is kept', async () => {
  await sendLogs('plain', { timeUnixNano: at(1), body: { stringValue: 'heartbeat' } })
  const rows = await ch.query({
    name: 'plain',
    sql: "SELECT body FROM logs FINAL WHERE project_id = 'plain'",
    rows: z.object({ body: z.string() }),
  })
  expect(rows).toEqual([{ body: '"heartbeat"' }])
})

test('an evaluation finds its span by the id of the response, before and after it; a failed one has no value', async () => {
  const said = (values: Record<string, string | number>) => ({
    timeUnixNano: at(1000),
    eventName: 'gen_ai.evaluation.result',
    attributes: pairs({ 'gen_ai.response.id': 'answer-1', ...values }),
  })
  const scores = () =>
    getTraceScores({ ch, projectId: 'scores' }, { traceId: TRACE, spanId: SPAN }).then((rows) =>
      rows.map(({ name, value, label, errorType }) => ({ name, value, label, errorType })),
    )
  const helpful = said({ 'gen_ai.evaluation.name': 'helpful', 'gen_ai.evaluation.score.value': 1 })
  await sendLogs('scores', helpful)
  expect(await scores()).toEqual([])
  await sendSpans('scores')
  await sendLogs('scores', helpful, said({ 'gen_ai.evaluation.name': 'toxic', 'error.type': 'timeout' }))
  await sendLogs('scores', {
    ...said({ 'gen_ai.evaluation.name': 'tone', 'gen_ai.evaluation.score.label': 'dry' }),
    ...ofSpan,
  })
  await sendLogs(
    'scores',
    said({ 'gen_ai.evaluation.name': 'lost', 'gen_ai.evaluation.score.value': 1, 'gen_ai.response.id': 'x' }),
  )
  expect(await scores()).toEqual([
    { name: 'helpful', value: 1, label: null, errorType: null },
    { name: 'tone', value: null, label: 'dry', errorType: null },
    { name: 'toxic', value: null, label: null, errorType: 'timeout' },
  ])
})

test('an evaluation on an event of its span is one score, also resent and with a log record that says the same', async () => {
  const attributes = pairs({ 'gen_ai.evaluation.name': 'tone', 'gen_ai.evaluation.score.label': 'dry' })
  const said = { timeUnixNano: at(950), attributes }
  const request = spans({ events: [{ name: 'gen_ai.evaluation.result', ...said }] })
  const record = { ...ofSpan, eventName: 'gen_ai.evaluation.result', severityNumber: 9, ...said }
  const scores = (projectId: string) =>
    getTraceScores({ ch, projectId }, { traceId: TRACE, spanId: SPAN }).then((rows) =>
      rows.map(({ name, label, evaluator }) => ({ name, label, evaluator })),
    )
  const dry = { name: 'tone', label: 'dry', evaluator: null }
  await sendSpans('event-scores', request)
  await sendSpans('event-scores', request)
  expect(await scores('event-scores')).toEqual([dry])
  const fromJudge = bytes({
    resourceLogs: [{ scopeLogs: [{ scope: { name: 'judge' }, logRecords: [record] }] }],
  })
  await pipeline.send('event-scores', '/v1/logs', fromJudge)
  await pipeline.send('log-scores', '/v1/logs', fromJudge)
  for (const project of ['event-scores', 'log-scores']) {
    await sendSpans(project, request)
    expect(await scores(project)).toEqual([{ ...dry, evaluator: 'judge' }])
  }
})

test('a placeholder of a span that has not ended is taken and not stored', async () => {
  const pending = spans(
    { spanId: 'c7ad6b7169203331', parentSpanId: SPAN },
    { 'logfire.span_type': 'pending_span' },
  )
  expect(await sendSpans('pending', pending)).toBe(0)
  await sendSpans('pending')
  expect([...(await storedSpans(ch, 'pending')).keys()]).toEqual([SPAN])
})

test('a join that breaks off halfway is done again with its segment, and nothing is doubled', async () => {
  let failures = 0
  const breaking: ClickHouse = {
    ...ch,
    insertFile: (insert) =>
      insert.table === 'spans' && failures++ < 2 ? Promise.reject(new Error('gone')) : ch.insertFile(insert),
  }
  const own = await startPipeline(ch, breaking)
  await own.send('broken', '/v1/traces', spans())
  await own.send('broken', '/v1/logs', logs(question, answer))
  await own.close()
  expect(failures).toBe(3)
  await expectJoined('broken')
})

test('logs and scores go with their project, and with what outlives its retention', async () => {
  const evaluation = {
    ...ofSpan,
    eventName: 'gen_ai.evaluation.result',
    attributes: pairs({ 'gen_ai.evaluation.name': 'tone', 'gen_ai.evaluation.score.label': 'dry' }),
  }
  const left = async (project: string) => {
    const [row] = await ch.query({
      name: 'left',
      sql: `SELECT (SELECT count() FROM logs WHERE project_id = {project:String}) AS logs,
        (SELECT count() FROM scores WHERE project_id = {project:String}) AS scores`,
      params: { project },
      rows: z.object({ logs: z.number(), scores: z.number() }),
    })
    return row
  }
  for (const project of ['erased', 'retained'])
    await sendLogs(
      project,
      { ...evaluation, timeUnixNano: at(0) },
      { ...evaluation, timeUnixNano: at(90_000) },
    )
  await eraseProject(ch, 'erased')
  await eraseBefore(ch, { projectId: 'retained', beforeMs: Number(START / 1_000_000n) + 1000 })
  expect(await left('erased')).toEqual({ logs: 0, scores: 0 })
  expect(await left('retained')).toEqual({ logs: 1, scores: 1 })
})
