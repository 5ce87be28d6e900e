import { INSTALLATION_ATTRIBUTE } from '@assay/telemetry/otlp/resource'
import { createTracer, type OwnSpan } from '@assay/telemetry/spans/tracer'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { openClient, TRACES } from '../../test/call-grpc.ts'
import { send } from '../../test/send.ts'
import { startTestServer, type TestServer } from '../../test/start-test-server.ts'

let server: TestServer
let spans: OwnSpan[]
beforeEach(async () => {
  spans = []
  const tracer = createTracer({
    share: 1,
    now: () => 1,
    random: () => 0,
    newId: (bytes) => '1'.repeat(2 * bytes),
    keep: (span) => spans.push(span),
  })
  server = await startTestServer({ tracer, instanceId: 'me', installationId: 'here' })
})
afterEach(() => server.close())

const resourceOf = (attributes: Record<string, string>) => ({
  attributes: Object.entries(attributes).map(([key, stringValue]) => ({ key, value: { stringValue } })),
})
const AT = '1795219200000000000'
const ITEMS = {
  traces: [
    'resourceSpans',
    'scopeSpans',
    'spans',
    {
      traceId: '1'.repeat(32),
      spanId: '2'.repeat(16),
      name: 'n',
      startTimeUnixNano: AT,
      endTimeUnixNano: AT,
    },
  ],
  logs: ['resourceLogs', 'scopeLogs', 'logRecords', { timeUnixNano: AT }],
  metrics: [
    'resourceMetrics',
    'scopeMetrics',
    'metrics',
    { name: 'm', gauge: { dataPoints: [{ timeUnixNano: AT, asInt: '1' }] } },
  ],
} as const

/** One item of each resource. */
function bodyOf(signal: keyof typeof ITEMS, resources: Record<string, string>[]): Buffer {
  const [outer, inner, items, item] = ITEMS[signal]
  const groups = resources.map((one) => ({ resource: resourceOf(one), [inner]: [{ [items]: [item] }] }))
  return Buffer.from(JSON.stringify({ [outer]: groups }))
}

const OWN = { 'service.name': 'assay', [INSTALLATION_ATTRIBUTE]: 'here' }
const OTHER_ASSAY = { 'service.name': 'assay', [INSTALLATION_ATTRIBUTE]: 'elsewhere' }

it.for(['traces', 'logs', 'metrics'] as const)(
  'own %s that come back through another collector are refused by name, and those of others kept',
  async (signal) => {
    const body = bodyOf(signal, [{ 'service.name': 'chat' }, OWN, OTHER_ASSAY, OWN])
    const answer = await send(server.port, { path: `/v1/${signal}`, body })
    expect(answer.status).toBe(200)
    const fields = {
      traces: 'rejectedSpans',
      logs: 'rejectedLogRecords',
      metrics: 'rejectedDataPoints',
    } as const
    const { partialSuccess } = JSON.parse(answer.body.toString()) as {
      partialSuccess: Record<string, string>
    }
    expect(partialSuccess[fields[signal]]).toBe('2')
    expect(partialSuccess['errorMessage']).toContain('2 own_telemetry')
    expect(server.stats().projects.get('p1')).toMatchObject({
      received: 4,
      accepted: 2,
      refused: { own_telemetry: 2 },
    })
  },
)

it('a request is a span by its route and status, and what an Assay sent is none', async () => {
  await send(server.port, { body: bodyOf('traces', [{ 'service.name': 'chat' }]) })
  await send(server.port, { path: '/secret', body: Buffer.from('{}') })
  await send(server.port, { body: bodyOf('traces', [OWN]) })
  await send(server.port, { body: bodyOf('traces', [OTHER_ASSAY]) })
  await send(server.port, {
    body: bodyOf('logs', []),
    path: '/v1/logs',
    headers: { 'x-assay-instance': 'other' },
  })
  expect(
    spans.map(({ name, attributes, errorType }) => [
      name,
      attributes['http.response.status_code'],
      errorType,
    ]),
  ).toEqual([
    ['POST /v1/traces', 200, null],
    ['HTTP', 404, null],
  ])
  expect(JSON.stringify(spans)).not.toContain('secret')
})

it('a call of gRPC is a span by its method and code', async () => {
  const client = openClient(server.grpcPort)
  await client.export(Buffer.alloc(0))
  await client.export(Buffer.from([0xff]))
  client.close()
  expect(spans.map(({ name, attributes }) => [name, attributes['rpc.response.status_code']])).toEqual([
    [TRACES.slice(1), 'OK'],
    [TRACES.slice(1), 'INVALID_ARGUMENT'],
  ])
})
