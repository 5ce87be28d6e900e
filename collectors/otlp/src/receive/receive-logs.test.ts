import { LOGS_COLUMNS, SCORES_COLUMNS } from '@assay/contract/tables'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { encodeLogsRequest } from '../../test/log-oracle.ts'
import { send } from '../../test/send.ts'
import { startTestServer, type TestServer } from '../../test/start-test-server.ts'
import { toOtlpJson } from '../../test/arbitrary-request.ts'
import { readRows } from '../../../../packages/normalise/test/read-row.ts'

const TIME = '1795167600000000001'
const of = (...logRecords: object[]) => ({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] })
const text = (stringValue: string) => ({ stringValue })
const EVALUATION = {
  timeUnixNano: TIME,
  traceId: new Uint8Array(16).fill(3),
  spanId: new Uint8Array(8).fill(4),
  eventName: 'gen_ai.evaluation.result',
  attributes: [
    { key: 'gen_ai.evaluation.name', value: text('tone') },
    { key: 'gen_ai.evaluation.score.value', value: { intValue: '1' } },
  ],
}

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())
beforeEach(() => void (server.frames.length = 0))

const rowsOf = (table: 'logs' | 'scores') =>
  server.frames
    .filter((frame) => frame.table === table)
    .flatMap((frame) => readRows(frame.payload, table === 'logs' ? LOGS_COLUMNS : SCORES_COLUMNS))
const without = (rows: Record<string, unknown>[]) => rows.map((row) => ({ ...row, version: 0 }))

it('both encodings of a request give equal rows, also of a score, and a resent record has the same id', async () => {
  const request = of({ timeUnixNano: TIME, severityNumber: 9, body: text('ready') }, EVALUATION)
  const path = '/v1/logs'
  await send(server.port, { path, body: toOtlpJson(request, 0) })
  const json = { logs: rowsOf('logs'), scores: rowsOf('scores') }
  server.frames.length = 0
  const answer = await send(server.port, {
    path,
    body: encodeLogsRequest(request),
    contentType: 'application/x-protobuf',
  })
  expect(answer.body.length).toBe(0)
  expect(without(rowsOf('logs'))).toEqual(without(json.logs))
  expect(without(rowsOf('scores'))).toEqual(without(json.scores))
  expect(json.scores).toMatchObject([{ name: 'tone', value: 1, label: '', source: 'otel' }])
})

it('a record without any time is refused by name, and the others of its batch are kept', async () => {
  const request = of({ body: text('when?') }, { timeUnixNano: TIME, body: text('now') })
  const answer = await send(server.port, { path: '/v1/logs', body: toOtlpJson(request, 0) })
  expect(answer.status).toBe(200)
  expect(answer.body.toString()).toContain('rejectedLogRecords')
  expect(answer.body.toString()).toContain('1 bad_timestamp')
  expect(rowsOf('logs')).toMatchObject([{ body: '"now"' }])
})

it('an evaluation that says nothing is a log and no score', async () => {
  const silent = { ...EVALUATION, attributes: EVALUATION.attributes.slice(0, 1) }
  await send(server.port, { path: '/v1/logs', body: toOtlpJson(of(silent), 0) })
  expect(rowsOf('logs')).toHaveLength(1)
  expect(rowsOf('scores')).toEqual([])
})
