import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CASES, LIMIT_BYTES } from './invalid/cases.ts'
import { item, request, SIGNALS, toProtobuf, type SignalName } from './invalid/make-request.ts'
import { sendBy, TRANSPORTS, type Transport } from './invalid/send-everywhere.ts'
import { send, statusOf, type Sent } from './send.ts'
import { startTestServer, type TestServer } from './start-test-server.ts'

const TABLES = { traces: 'spans', logs: 'logs', metrics: 'metric_points' } as const

let server: TestServer
beforeAll(async () => {
  server = await startTestServer({ maxBodyBytes: LIMIT_BYTES })
})
afterAll(() => server.close())

const kept = (signal: SignalName) =>
  server.frames.reduce((rows, frame) => rows + (frame.table === TABLES[signal] ? frame.rows : 0), 0)

async function expectControl(transport: Transport, signal: SignalName) {
  const json = request(signal, item(signal))
  const body = transport === 'HTTP with JSON' ? Buffer.from(json) : toProtobuf(json)
  expect(await sendBy(transport, server, signal, body, false)).toEqual({
    status: 200,
    message: '',
    rejected: 0,
  })
}

describe.each(TRANSPORTS)('by %s', (transport) => {
  const encoding = transport === 'HTTP with JSON' ? 'json' : 'protobuf'
  describe.each(SIGNALS)('where %s are taken', (signal) => {
    const cases = CASES.flatMap((made) => {
      const body = made.bodies(signal)[encoding]
      return body === undefined ? [] : [{ ...made, body }]
    })
    it.each(cases)('$name: it has its answer, and the next request is taken', async (made) => {
      const { body, isGzip = false } = made
      const expected = typeof made.expected === 'function' ? made.expected(signal, encoding) : made.expected
      server.frames.length = 0
      const heard = await sendBy(transport, server, signal, body, isGzip)
      expect(heard.status, heard.message).toBe(expected.status)
      expect(heard.rejected).toBe(expected.rejected ?? 0)
      if (expected.says === undefined) expect(heard.message).toBe('')
      else expect(heard.message).toMatch(expected.says)
      expect(server.frames.reduce((rows, frame) => rows + frame.rows, 0) > 0).toBe((expected.kept ?? 0) > 0)
      expect(kept(signal)).toBe(expected.kept ?? 0)
      expect(server.stats().bytesInFlight).toBe(0)
      expect(Object.prototype).not.toHaveProperty('polluted')
      await expectControl(transport, signal)
    })
  })
})

describe.each(SIGNALS)('the place of %s over HTTP', (signal) => {
  const body = Buffer.from(request(signal, item(signal)))
  it.each<[string, Partial<Sent>, number]>([
    ['another method', { method: 'GET', body: undefined }, 405],
    ['no media type', { contentType: null }, 415],
    ['a text', { contentType: 'text/plain' }, 415],
    ['a form', { contentType: 'application/x-www-form-urlencoded' }, 415],
    ['brotli', { contentEncoding: 'br' }, 415],
    ['no compression by name', { contentEncoding: 'identity' }, 200],
    ['a media type with a parameter', { contentType: 'application/json; charset=utf-8' }, 200],
    ['a media type in capitals', { contentType: 'Application/JSON' }, 200],
  ])('%s: it has its answer, a Status in JSON where it is refused', async (_, change, status) => {
    server.frames.length = 0
    const answer = await send(server.port, { body, path: `/v1/${signal}`, ...change })
    expect(answer.status).toBe(status)
    expect(answer.headers['content-type']).toBe('application/json')
    if (status !== 200) expect(statusOf(answer).message.length).toBeGreaterThan(10)
    expect(kept(signal)).toBe(status === 200 ? 1 : 0)
    if (status === 405) expect(answer.headers.allow).toBe('POST')
  })
})
