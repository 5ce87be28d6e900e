import { SCORES_COLUMNS, SPANS_COLUMNS } from '@assay/contract/tables'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { toOtlpJson } from '../../test/arbitrary-request.ts'
import { encodeLogsRequest } from '../../test/log-oracle.ts'
import { encodeRequest } from '../../test/protobuf-oracle.ts'
import { send } from '../../test/send.ts'
import { startTestServer, type TestServer } from '../../test/start-test-server.ts'
import { readRows } from '../../../../packages/normalise/test/read-row.ts'

const TIME = '1795167600000000001'
const END = '1795167600000000009'
const IDS = { traceId: new Uint8Array(16).fill(3), spanId: new Uint8Array(8).fill(4) }
const text = (stringValue: string) => ({ stringValue })
const tone = {
  timeUnixNano: TIME,
  attributes: [
    { key: 'gen_ai.evaluation.name', value: text('tone') },
    { key: 'gen_ai.evaluation.score.value', value: { doubleValue: 0.25 } },
    { key: 'gen_ai.evaluation.explanation', value: text('too dry') },
  ],
}
const failed = {
  timeUnixNano: TIME,
  attributes: [
    { key: 'gen_ai.evaluation.name', value: text('toxicity') },
    { key: 'error.type', value: text('timeout') },
  ],
}
const NAME = 'gen_ai.evaluation.result'
const spanWith = (...events: object[]) => ({
  resourceSpans: [
    {
      scopeSpans: [
        {
          scope: { name: 'my-app' },
          spans: [{ ...IDS, name: 'chat', startTimeUnixNano: TIME, endTimeUnixNano: END, events }],
        },
      ],
    },
  ],
})
const event = (said: object) => ({ name: NAME, ...said })
const logsWith = (...records: object[]) => ({
  resourceLogs: [{ scopeLogs: [{ scope: { name: 'evaluators' }, logRecords: records }] }],
})
const record = (said: object) => ({ ...IDS, eventName: NAME, severityNumber: 9, ...said })

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
beforeEach(() => void (server.frames.length = 0))

const scores = () =>
  server.frames
    .filter((frame) => frame.table === 'scores')
    .flatMap((frame) => readRows(frame.payload, SCORES_COLUMNS))
const sendSpan = (request: object) => send(server.port, { body: toOtlpJson(request, 0) })
const sendLogs = (request: object) => send(server.port, { path: '/v1/logs', body: toOtlpJson(request, 0) })

it('an evaluation on an event of a span is a score of that span, equal in both encodings and when sent again', async () => {
  const request = spanWith(event(tone), event(failed))
  await sendSpan(request)
  const first = scores()
  expect(first).toMatchObject([
    { trace_id: '03'.repeat(16), span_id: '04'.repeat(8), name: 'tone', value: 0.25, explanation: 'too dry' },
    { name: 'toxicity', value: null, error_type: 'timeout', source: 'otel' },
  ])
  server.frames.length = 0
  const answer = await send(server.port, {
    body: encodeRequest(request),
    contentType: 'application/x-protobuf',
  })
  expect(answer.body.length).toBe(0)
  expect(scores()).toEqual(first)
})

it('one evaluation that comes as an event and as a log record has one id, and the record names the evaluator', async () => {
  await sendSpan(spanWith(event(tone)))
  await sendLogs(logsWith(record(tone)))
  await send(server.port, {
    path: '/v1/logs',
    body: encodeLogsRequest(logsWith(record(tone))),
    contentType: 'application/x-protobuf',
  })
  const [ofEvent, ...ofLogs] = scores()
  expect(ofLogs.map((row) => row['score_id'])).toEqual([ofEvent?.['score_id'], ofEvent?.['score_id']])
  expect(ofLogs[0]).toMatchObject({ evaluator: 'evaluators', time: ofEvent?.['time'] })
  for (const row of ofLogs) expect(row['version'] as bigint).toBeGreaterThan(ofEvent?.['version'] as bigint)
})

it('evaluations that differ in what they say, or in when, are scores of their own', async () => {
  const later = { ...tone, timeUnixNano: END }
  const higher = {
    ...tone,
    attributes: tone.attributes.with(1, {
      key: 'gen_ai.evaluation.score.value',
      value: { doubleValue: 0.5 },
    }),
  }
  await sendSpan(spanWith(event(tone), event(later), event(higher)))
  expect(new Set(scores().map((row) => row['score_id'])).size).toBe(3)
})

it('an event without a sound time takes the end of its span, and other events make no scores', async () => {
  await sendSpan(
    spanWith(
      event({ ...tone, timeUnixNano: '7' }),
      { ...tone, name: 'exception' },
      event({ attributes: [] }),
    ),
  )
  expect(scores()).toMatchObject([{ name: 'tone', time: BigInt(END) }])
})

it('the event of a refused span makes no score', async () => {
  const request = spanWith(event(tone))
  const [span] = request.resourceSpans[0]!.scopeSpans[0]!.spans
  span!.spanId = new Uint8Array(8)
  const answer = await sendSpan(request)
  expect(answer.body.toString()).toContain('"rejectedSpans":"1"')
  expect(scores()).toEqual([])
  await sendSpan(spanWith())
  expect(
    server.frames.flatMap((frame) => (frame.table === 'spans' ? readRows(frame.payload, SPANS_COLUMNS) : [])),
  ).toHaveLength(1)
})
