import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { SIGNALS, toProtobuf, type SignalName } from './invalid/make-request.ts'
import { sendBy, type Heard, type Transport } from './invalid/send-everywhere.ts'
import { partialSuccessOf, send, statusOf } from './send.ts'
import { startTestServer, type TestServer } from './start-test-server.ts'

const shared = process.env['ASSAY_SHARED'] ?? join(import.meta.dirname, '../../../../shared')
const dir = join(shared, 'fixtures/otlp/invalid')
const index = join(dir, 'index.json')

interface Case {
  file: string
  path: string
  content_type: string | null
  encoding: string | null
  method?: string
  expect: {
    http: number
    http_also?: number[]
    reason: string
    stored_spans?: number | [number, number]
    rejected_spans?: number | [number, number]
    exact?: Record<string, string>
    trace_id?: string
    span_id?: string
    note: string
  }
}

const cases = existsSync(index) ? (JSON.parse(readFileSync(index, 'utf8')) as { cases: Case[] }).cases : []
const named = cases.map(
  (c, i) => [`${i} ${c.file} as ${c.content_type} ${c.encoding ?? ''}: ${c.expect.note}`, c] as const,
)
const read = (c: Case) => readFileSync(join(dir, c.file))
const range = (value: number | [number, number]) => (typeof value === 'number' ? [value, value] : value)
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')
const statuses = (c: Case) => [c.expect.http, ...(c.expect.http_also ?? [])]

/** The encoding that the sender names, where it is one that we take; null for requests about other things than bodies. */
function transportOf(c: Case): Transport | null {
  if ((c.method ?? 'POST') !== 'POST' || !SIGNALS.some((signal) => c.path === `/v1/${signal}`)) return null
  if (c.encoding !== null && c.encoding !== 'gzip') return null
  if (c.content_type === 'application/json') return 'HTTP with JSON'
  return c.content_type === 'application/x-protobuf' ? 'HTTP with protobuf' : null
}

/** The bytes of a request that is sound JSON; null for those whose fault is how the JSON is written. */
function translated(c: Case): Buffer | null {
  if (transportOf(c) !== 'HTTP with JSON' || c.expect.http !== 200) return null
  const body = read(c)
  const json = (c.encoding === 'gzip' ? gunzipSync(body) : body).toString()
  return toProtobuf(json.replace(/^\ufeff/, ''))
}

describe.skipIf(cases.length === 0)(
  'the shared invalid requests (skipped where ASSAY_SHARED has none)',
  { timeout: 60_000 },
  () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer()
    })
    afterAll(() => server.close())

    const rows = () => server.frames.reduce((sum, frame) => sum + frame.rows, 0)
    const clear = () => {
      server.stored.length = 0
      server.frames.length = 0
    }

    async function expectControl(): Promise<void> {
      const control = await send(server.port, { body: readFileSync(join(dir, 'ok-one-span.json')) })
      expect(control.status).toBe(200)
      expect(control.body.toString()).toBe('{}')
      expect(server.stats().bytesInFlight).toBe(0)
      expect(Object.prototype).not.toHaveProperty('polluted')
    }

    function expectStored(c: Case, heard: Pick<Heard, 'status' | 'rejected' | 'message'>): void {
      const ids = new Set(server.stored.map((span) => hex(span.traceId) + hex(span.spanId)))
      if (heard.status !== 200) {
        expect(ids.size).toBe(0)
        return
      }
      const [leastStored, mostStored] = range(c.expect.stored_spans ?? [0, Infinity])
      expect(ids.size).toBeGreaterThanOrEqual(leastStored ?? 0)
      expect(ids.size).toBeLessThanOrEqual(mostStored ?? 0)
      const [least, most] = range(c.expect.rejected_spans ?? [0, Infinity])
      expect(heard.rejected).toBeGreaterThanOrEqual(least ?? 0)
      expect(heard.rejected).toBeLessThanOrEqual(most ?? 0)
      if (heard.rejected > 0) expect(heard.message).not.toBe('')
      for (const span of server.stored) {
        expect(span.endTimeUnixNano >= span.startTimeUnixNano).toBe(true)
        if (c.expect.trace_id !== undefined) expect(hex(span.traceId)).toBe(c.expect.trace_id)
        if (c.expect.span_id !== undefined) expect(hex(span.spanId)).toBe(c.expect.span_id)
      }
    }

    it.each(named)('as it stands: %s', async (_, c) => {
      clear()
      const answer = await send(server.port, {
        ...(c.method === 'GET' ? {} : { body: read(c) }),
        contentType: c.content_type,
        contentEncoding: c.encoding,
        path: c.path,
        method: c.method ?? 'POST',
      })
      expect(statuses(c)).toContain(answer.status)
      const sentType = c.content_type?.split(';')[0]?.toLowerCase()
      const isProtobuf = sentType === 'application/x-protobuf'
      expect(answer.headers['content-type']).toBe(isProtobuf ? sentType : 'application/json')
      if (answer.status !== 200) expect(statusOf(answer).message.length).toBeGreaterThan(10)
      if (answer.status === 405) expect(answer.headers.allow).toBe('POST')
      const partial = answer.status === 200 ? partialSuccessOf(answer) : null
      if (partial !== null) expect(partial.message).not.toBe('')
      expectStored(c, {
        status: answer.status,
        rejected: partial?.rejected ?? 0,
        message: partial?.message ?? '',
      })
      for (const span of server.stored) {
        for (const [key, exact] of Object.entries(c.expect.exact ?? {})) {
          if (key === 'startTimeUnixNano') expect(span.startTimeUnixNano).toBe(BigInt(exact))
          else expect(BigInt(span.attributes.get(key) as number | bigint)).toBe(BigInt(exact))
        }
      }
      await expectControl()
    })

    const asProtobuf = named.filter(
      ([, c]) => transportOf(c) === 'HTTP with protobuf' || translated(c) !== null,
    )
    it.each(asProtobuf)('as protobuf, by HTTP and gRPC: %s', async (_, c) => {
      const signal = c.path.slice('/v1/'.length) as SignalName
      const body = translated(c)
      for (const transport of ['HTTP with protobuf', 'gRPC'] as const) {
        clear()
        const isGzip = body === null && c.encoding === 'gzip'
        const heard = await sendBy(transport, server, signal, body ?? read(c), isGzip)
        expect(statuses(c), heard.message).toContain(heard.status)
        if (heard.status !== 200) expect(heard.message.length).toBeGreaterThan(10)
        expectStored(c, heard)
      }
      await expectControl()
    })

    const bodies = named.filter(([, c]) => transportOf(c) !== null)
    it.each(bodies)('where another signal is taken: %s', async (_, c) => {
      const holds: SignalName = c.file.startsWith('logs-as-traces') ? 'logs' : 'traces'
      const own = transportOf(c) ?? 'gRPC'
      const isSound = c.expect.http === 200 && range(c.expect.stored_spans ?? 0)[0]! > 0
      for (const signal of SIGNALS.filter((some) => some !== holds)) {
        for (const transport of own === 'HTTP with JSON' ? [own] : [own, 'gRPC' as const]) {
          clear()
          const heard = await sendBy(transport, server, signal, read(c), c.encoding === 'gzip')
          expect([200, 400, 413], heard.message).toContain(heard.status)
          expect(rows()).toBe(0)
          if (heard.status !== 200) expect(heard.message.length).toBeGreaterThan(10)
          if (isSound || c.expect.reason === 'wrong_signal')
            expect(heard).toMatchObject({
              status: 400,
              message: expect.stringContaining(`send them to /v1/${holds}`) as string,
            })
          if (c.expect.http === 413) expect(heard.status).toBe(413)
        }
      }
      await expectControl()
    })
  },
)
