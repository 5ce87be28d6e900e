import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { checkEndpoint } from './check-endpoint.ts'
import { generateTraffic } from './generate.ts'
import { sendTraffic } from './send.ts'

const traces = [...generateTraffic({ seed: 3, endMs: Date.UTC(2026, 10, 20, 8), minutes: 10, sessions: 6 })]
const spans = traces.flatMap((trace) => trace.spans)
const closers: (() => void)[] = []
afterEach(() => {
  for (const close of closers.splice(0)) close()
})

interface WireSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  startTimeUnixNano: string
  endTimeUnixNano: string
}

async function listen(
  status: number,
  answer: object,
): Promise<{ endpoint: string; got: WireSpan[]; keys: unknown[] }> {
  const got: WireSpan[] = []
  const keys: unknown[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      keys.push(request.headers.authorization)
      const body = JSON.parse(Buffer.concat(chunks).toString()) as {
        resourceSpans: { scopeSpans: { spans: WireSpan[] }[] }[]
      }
      got.push(...body.resourceSpans.flatMap((item) => item.scopeSpans.flatMap((scope) => scope.spans)))
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(answer))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closers.push(() => server.close())
  return { endpoint: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, got, keys }
}

test('the stock exporter sends every span once, with the ids, parents and times of the generator', async () => {
  const { endpoint, got, keys } = await listen(200, {})
  const report = await sendTraffic(traces, { endpoint, apiKey: 'secret', spansPerSecond: 1e6 })
  expect(report).toEqual({ sentSpans: spans.length, refusedSpans: 0, failedSpans: 0, problems: [] })
  expect(new Set(keys)).toEqual(new Set(['Bearer secret']))
  const wire = new Map(got.map((span) => [span.spanId, span]))
  expect(got.length).toBe(spans.length)
  for (const span of spans) {
    const sent = wire.get(span.spanId)
    expect(sent?.traceId).toBe(span.traceId)
    expect(sent?.parentSpanId ?? null).toBe(span.parentSpanId)
    expect(sent?.startTimeUnixNano).toBe(`${String(span.startUs)}000`)
    expect(sent?.endTimeUnixNano).toBe(`${String(span.endUs)}000`)
  }
})

test('spans that the endpoint refuses are told apart from those it took', async () => {
  const { endpoint } = await listen(200, {
    partialSuccess: { rejectedSpans: '2', errorMessage: 'too large' },
  })
  const report = await sendTraffic(traces.slice(0, 2), { endpoint, apiKey: undefined, spansPerSecond: 1e6 })
  const sent = traces.slice(0, 2).flatMap((trace) => trace.spans).length
  expect(report).toEqual({ sentSpans: sent - 2, refusedSpans: 2, failedSpans: 0, problems: ['too large'] })
})

test('a request that fails for good counts as not delivered', async () => {
  const { endpoint } = await listen(400, {})
  const report = await sendTraffic(traces.slice(0, 1), { endpoint, apiKey: undefined, spansPerSecond: 1e6 })
  expect(report.sentSpans).toBe(0)
  expect(report.failedSpans).toBe(traces[0]?.spans.length)
})

test('an endpoint that is away, or asks for a key, is named with what to do', async () => {
  const { endpoint } = await listen(401, {})
  expect(await checkEndpoint(endpoint, undefined)).toMatch(/without an API key .*ASSAY_API_KEY/)
  expect(await checkEndpoint('http://127.0.0.1:9', undefined)).toMatch(/Is Assay running\?/)
  const well = await listen(200, {})
  expect(await checkEndpoint(well.endpoint, 'key')).toBeNull()
})
