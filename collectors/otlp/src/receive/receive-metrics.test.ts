import { afterEach, expect, it } from 'vitest'
import { toOtlpJson } from '../../test/arbitrary-request.ts'
import { encodeMetricsRequest } from '../../test/metrics-oracle.ts'
import { partialSuccessOf, send } from '../../test/send.ts'
import { startTestServer, type TestServer } from '../../test/start-test-server.ts'

const TIME = '1795167600000000000'
const requestOf = (...dataPoints: object[]) => ({
  resourceMetrics: [{ scopeMetrics: [{ metrics: [{ name: 'm', gauge: { dataPoints } }] }] }],
})
const json = (request: object) => toOtlpJson(request, 0)

let server: TestServer
afterEach(() => server.close())

it('good points are stored, bad ones are refused by name in either encoding', async () => {
  server = await startTestServer()
  const request = requestOf({ timeUnixNano: TIME, asInt: '1' }, { timeUnixNano: '1', asInt: '2' })
  const answer = await send(server.port, { path: '/v1/metrics', body: json(request) })
  expect(answer.status).toBe(200)
  expect(JSON.parse(answer.body.toString())).toMatchObject({ partialSuccess: { rejectedDataPoints: '1' } })
  expect(answer.body.toString()).toContain('1 of 2 data points refused: 1 bad_timestamp')
  const protobuf = await send(server.port, {
    path: '/v1/metrics',
    body: encodeMetricsRequest(request),
    contentType: 'application/x-protobuf',
  })
  expect(partialSuccessOf(protobuf)).toMatchObject({ rejected: 1 })
  const [first, second] = server.frames
  expect(server.frames.map(({ table, rows }) => [table, rows])).toEqual([
    ['metric_points', 1],
    ['metric_points', 1],
  ])
  // All but the arrival number, which stands last.
  expect(second?.payload.subarray(0, -8)).toEqual(first?.payload.subarray(0, -8))
  expect(server.stats().projects.get('p1')).toMatchObject({
    received: 4,
    accepted: 2,
    refused: { bad_timestamp: 2 },
  })
})

it('an empty request is taken, and spans are sent where they belong', async () => {
  server = await startTestServer()
  expect((await send(server.port, { path: '/v1/metrics', body: json({}) })).status).toBe(200)
  const spans = await send(server.port, { path: '/v1/metrics', body: json({ resourceSpans: [] }) })
  expect(spans.status).toBe(400)
  expect(spans.body.toString()).toContain('/v1/traces')
  expect(server.frames).toEqual([])
})

it('rows that would fill the memory are refused by name', { timeout: 60_000 }, async () => {
  server = await startTestServer()
  const points = Array.from({ length: 300 }, (_, i) => ({ timeUnixNano: TIME, asInt: String(i) }))
  const resource = { attributes: [{ key: 'k', value: { stringValue: 'x'.repeat(1024 ** 2) } }] }
  const [group] = requestOf(...points).resourceMetrics
  const body = json({ resourceMetrics: [{ ...group, resource }] })
  const answer = await send(server.port, { path: '/v1/metrics', body })
  expect(answer.status).toBe(200)
  expect(answer.body.toString()).toContain('too_large')
  const bytes = server.frames.reduce((sum, frame) => sum + frame.payload.length, 0)
  expect(bytes).toBeLessThan(258 * 1024 ** 2)
})
