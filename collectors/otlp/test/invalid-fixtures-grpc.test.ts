import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { callRaw, frame, openClient } from './call-grpc.ts'
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
    note: string
  }
}

const cases = existsSync(index) ? (JSON.parse(readFileSync(index, 'utf8')) as { cases: Case[] }).cases : []
/** Those whose bytes gRPC can carry: protobuf, plain or gzip. The others are about media types and JSON. */
const ours = cases.filter(
  (c) =>
    c.path === '/v1/traces' &&
    c.content_type?.toLowerCase().startsWith('application/x-protobuf') === true &&
    (c.encoding === null || c.encoding === 'gzip' || c.encoding === 'identity') &&
    (c.method ?? 'POST') === 'POST',
)
const CODES = new Map([
  [200, 0],
  [400, 3],
  [413, 8],
])

describe.skipIf(cases.length === 0)(
  'the shared invalid requests over gRPC (skipped where ASSAY_SHARED has none)',
  () => {
    let server: TestServer
    let client: ReturnType<typeof openClient>
    beforeAll(async () => {
      server = await startTestServer()
      client = openClient(server.grpcPort)
    })
    afterAll(async () => {
      client.close()
      await server.close()
    })

    it.each(ours.map((c, i) => [`${i} ${c.file} ${c.encoding ?? ''}: ${c.expect.note}`, c] as const))(
      '%s',
      { timeout: 30_000 },
      async (_, c) => {
        server.stored.length = 0
        const body = readFileSync(join(dir, c.file))
        const answer =
          c.encoding === 'gzip'
            ? await callRaw(server.grpcPort, frame(body, 1), { 'grpc-encoding': 'gzip' })
            : await client.export(body)
        const expected = [c.expect.http, ...(c.expect.http_also ?? [])].map((status) => CODES.get(status))
        expect(expected).toContain(answer.code)
        if (answer.code !== 0) expect(answer.message.length).toBeGreaterThan(10)
        if (answer.code !== 0) expect(server.stored).toHaveLength(0)
        else if (typeof c.expect.stored_spans === 'number')
          expect(server.stored).toHaveLength(c.expect.stored_spans)
        expect(server.stats().bytesInFlight).toBe(0)

        const control = await client.export(readFileSync(join(dir, 'ok-one-span.pb')))
        expect(control).toMatchObject({ code: 0, partial: null })
      },
    )
  },
)
