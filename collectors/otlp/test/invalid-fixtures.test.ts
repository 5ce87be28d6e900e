import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
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
    stored_spans?: number | [number, number]
    rejected_spans?: number | [number, number]
    exact?: Record<string, string>
    trace_id?: string
    span_id?: string
    note: string
  }
}

const cases = existsSync(index) ? (JSON.parse(readFileSync(index, 'utf8')) as { cases: Case[] }).cases : []
const range = (value: number | [number, number]) => (typeof value === 'number' ? [value, value] : value)
const hex = (bytes: Uint8Array) => Buffer.from(bytes).toString('hex')

describe.skipIf(cases.length === 0)(
  'the shared invalid requests (skipped where ASSAY_SHARED has none)',
  () => {
    let server: TestServer
    beforeAll(async () => {
      server = await startTestServer()
    })
    afterAll(() => server.close())

    const ours = cases.filter(
      (c) => c.path === '/v1/traces' || c.path === '/v1/logs' || c.expect.http === 404,
    )
    it.each(
      ours.map(
        (c, i) => [`${i} ${c.file} as ${c.content_type} ${c.encoding ?? ''}: ${c.expect.note}`, c] as const,
      ),
    )('%s', { timeout: 30_000 }, async (_, c) => {
      server.stored.length = 0
      const answer = await send(server.port, {
        ...(c.method === 'GET' ? {} : { body: readFileSync(join(dir, c.file)) }),
        contentType: c.content_type,
        contentEncoding: c.encoding,
        path: c.path,
        method: c.method ?? 'POST',
      })
      expect([c.expect.http, ...(c.expect.http_also ?? [])]).toContain(answer.status)

      const sentType = c.content_type?.split(';')[0]?.toLowerCase()
      const isProtobuf = sentType === 'application/x-protobuf'
      expect(answer.headers['content-type']).toBe(isProtobuf ? sentType : 'application/json')
      if (answer.status !== 200) expect(statusOf(answer).message.length).toBeGreaterThan(10)
      if (answer.status === 405) expect(answer.headers.allow).toBe('POST')

      const ids = new Set(server.stored.map((span) => hex(span.traceId) + hex(span.spanId)))
      if (c.expect.stored_spans !== undefined && answer.status === 200) {
        const [least, most] = range(c.expect.stored_spans)
        expect(ids.size).toBeGreaterThanOrEqual(least ?? 0)
        expect(ids.size).toBeLessThanOrEqual(most ?? 0)
      }
      if (answer.status !== 200) expect(ids.size).toBe(0)
      if (answer.status === 200) {
        const partial = partialSuccessOf(answer)
        const [least, most] = range(c.expect.rejected_spans ?? [0, Infinity])
        expect(partial?.rejected ?? 0).toBeGreaterThanOrEqual(least ?? 0)
        expect(partial?.rejected ?? 0).toBeLessThanOrEqual(most ?? 0)
        if (partial !== null) expect(partial.message).not.toBe('')
      }
      for (const span of server.stored) {
        expect(span.endTimeUnixNano >= span.startTimeUnixNano).toBe(true)
        for (const [key, exact] of Object.entries(c.expect.exact ?? {})) {
          if (key === 'startTimeUnixNano') expect(span.startTimeUnixNano).toBe(BigInt(exact))
          else expect(BigInt(span.attributes.get(key) as number | bigint)).toBe(BigInt(exact))
        }
        if (c.expect.trace_id !== undefined) expect(hex(span.traceId)).toBe(c.expect.trace_id)
        if (c.expect.span_id !== undefined) expect(hex(span.spanId)).toBe(c.expect.span_id)
      }
      expect(Object.prototype).not.toHaveProperty('polluted')

      const control = await send(server.port, { body: readFileSync(join(dir, 'ok-one-span.json')) })
      expect(control.status).toBe(200)
      expect(control.body.toString()).toBe('{}')
    })
  },
)
