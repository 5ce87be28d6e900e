import type { IngestAnswer } from '@assay/contract/api/ingest'
import { createServer, request, type Server } from 'node:http'
import { mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { BOOTSTRAP_KEY, startProcess, type AssayProcess } from './start-process.ts'

let dir: string
const running: AssayProcess[] = []
const AUTHORIZED = { authorization: `Bearer ${BOOTSTRAP_KEY}` }

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'assay-ingest-'))
})
afterEach(async () => {
  for (const assay of running.splice(0)) if (assay.child.exitCode === null) await assay.stop('SIGKILL')
  rmSync(dir, { recursive: true, force: true })
})

const start = async (env?: Record<string, string>) => {
  const assay = await startProcess(join(dir, 'data'), env)
  running.push(assay)
  return assay
}

/** `good` spans with ids from `first` on, and `bad` ones without an id. */
function payload(first: number, good: number, bad: number): string {
  const now = BigInt(Date.now()) * 1_000_000n
  const spans = Array.from({ length: good + bad }, (_, i) => ({
    traceId: (first + i).toString(16).padStart(32, '0'),
    spanId: i < good ? (first + i).toString(16).padStart(16, '0') : '',
    name: 'span',
    kind: 1,
    startTimeUnixNano: String(now),
    endTimeUnixNano: String(now + 1_000_000n),
  }))
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })
}

async function send(assay: AssayProcess, body: string, headers: Record<string, string> = {}) {
  const answer = await fetch(`${assay.otlpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  await answer.arrayBuffer()
  return answer.status
}

async function ingest(assay: AssayProcess): Promise<IngestAnswer> {
  const answer = await fetch(`${assay.apiUrl}/api/v1/projects/default/ingest`, { headers: AUTHORIZED })
  expect(answer.status).toBe(200)
  return (await answer.json()) as IngestAnswer
}

async function settled(assay: AssayProcess, received: number, stored: number): Promise<IngestAnswer> {
  const deadline = Date.now() + 30_000
  for (;;) {
    const answer = await ingest(assay)
    if (answer.totals.received >= received && answer.totals.stored >= stored) return answer
    if (Date.now() > deadline) return answer
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

/** Value of a series of the Prometheus text whose labels hold all of `labels`; their sum where there are several. */
function valueOf(text: string, name: string, ...labels: string[]): number {
  const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `))
  return lines
    .filter((line) => labels.every((label) => line.includes(label)))
    .reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0)
}

describe('counts of what is sent', () => {
  test('good, bad, broken and resent requests add up exactly, in the metrics, across a restart and a kill', async () => {
    const first = await start()
    expect(await send(first, payload(1, 5, 0))).toBe(200)
    expect(await send(first, payload(10, 3, 2))).toBe(200)
    expect(await send(first, payload(1, 5, 0))).toBe(200)
    expect(await send(first, payload(20, 0, 4))).toBe(200)
    expect(await send(first, '{"resourceSpans": [')).toBe(400)
    expect(await send(first, 'x', { 'content-type': 'text/plain' })).toBe(415)
    expect(await send(first, payload(30, 1, 0), { authorization: 'Bearer ask_not_a_key' })).toBe(401)

    const text = await (await fetch(`${first.apiUrl}/metrics`)).text()
    const count = (name: string, ...labels: string[]) =>
      valueOf(text, `assay_ingest_${name}_total`, 'project="default"', 'signal="traces"', ...labels)
    expect([count('received'), count('accepted'), count('refused', 'reason="bad_ids"')]).toEqual([19, 13, 6])
    expect(count('refused')).toBe(6)
    expect([count('requests', 'status="200"'), count('requests', 'status="400"')]).toEqual([4, 1])
    expect(valueOf(text, 'assay_ingest_requests_total', 'project="unknown"', 'status="401"')).toBe(1)
    expect(valueOf(text, 'assay_spool_fsyncs_total')).toBeGreaterThan(0)
    expect(valueOf(text, 'process_resident_memory_bytes')).toBeGreaterThan(1e7)

    await first.stop('SIGTERM')
    const second = await start()
    expect(await send(second, payload(40, 2, 1))).toBe(200)
    const answer = await settled(second, 22, 15)
    expect(answer.totals).toMatchObject({
      received: 22,
      accepted: 15,
      refused: 7,
      stored: 15,
      requests: 7,
      refusedRequests: 2,
    })
    expect(answer.refusedItems).toMatchObject([{ reason: 'bad_ids', signal: 'traces', count: 7 }])
    expect(answer.refusedRequests.map(({ reason, count: n }) => [reason, n]).sort()).toEqual([
      ['malformed', 1],
      ['unsupported', 1],
    ])
    const total = (name: 'received' | 'accepted' | 'refused' | 'stored') =>
      answer.series.reduce((sum, step) => sum + step[name], 0)
    expect([total('received'), total('accepted'), total('refused'), total('stored')]).toEqual([22, 15, 7, 15])
    expect(answer.lag.n).toBe(15)
    expect(answer.lag.p50Ms).toBeGreaterThan(0)
    expect(answer.lag.p95Ms).toBeGreaterThanOrEqual(answer.lag.p50Ms ?? Infinity)
    expect(answer.spool?.limitBytes).toBeGreaterThan(0)
    expect(answer.lastArrival).not.toBeNull()

    // Killed at once: what still lies on the disk is counted from there, so no more is told stored than was accepted.
    for (let i = 0; i < 20; i++) expect(await send(second, payload(100 + i * 10, 10, 0))).toBe(200)
    await second.stop('SIGKILL')
    const last = await start()
    const stored = async () => (await ingest(last)).totals.stored
    await expect.poll(stored, { timeout: 30_000 }).toBeGreaterThan(15)
    const { totals } = await ingest(last)
    expect(totals.stored).toBeLessThanOrEqual(totals.accepted)
    expect(totals).toMatchObject({ received: totals.accepted + 7, refused: 7 })
  }, 120_000)

  test('a full spool refuses what it cannot keep, and says so in the counts', async () => {
    const assay = await start({ ASSAY_SPOOL_MAX_BYTES: '100' })
    expect(await send(assay, payload(1, 3, 1))).toBe(503)
    const text = await (await fetch(`${assay.apiUrl}/metrics`)).text()
    const count = (name: string, ...labels: string[]) =>
      valueOf(text, `assay_ingest_${name}_total`, 'signal="traces"', ...labels)
    expect([count('received'), count('accepted')]).toEqual([4, 0])
    expect([count('refused', 'reason="unavailable"'), count('refused', 'reason="bad_ids"')]).toEqual([3, 1])
  }, 60_000)
})

describe('the metrics', () => {
  test('beyond loopback need the bootstrap key or the scope admin, which sees no other project', async () => {
    const assay = await start({ ASSAY_HOST: '0.0.0.0' })
    await send(assay, payload(1, 1, 0), AUTHORIZED)
    expect(await send(assay, payload(1, 1, 0))).toBe(401)
    const ask = async (headers: Record<string, string>) => {
      const answer = await fetch(`${assay.apiUrl}/metrics`, { headers })
      return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() }
    }
    const keyOf = async (scope: string) => {
      const answer = await fetch(`${assay.apiUrl}/api/v1/projects/default/keys`, {
        method: 'POST',
        headers: { ...AUTHORIZED, 'content-type': 'application/json' },
        body: JSON.stringify({ name: scope, scopes: [scope] }),
      })
      const made = (await answer.json()) as { key: string }
      return { authorization: `Bearer ${made.key}` }
    }
    expect((await ask({})).status).toBe(401)
    expect((await ask({ authorization: 'Bearer wrong' })).status).toBe(401)
    expect((await ask(await keyOf('read'))).status).toBe(403)
    const all = await ask(AUTHORIZED)
    expect(all).toMatchObject({ status: 200, type: 'text/plain; version=0.0.4; charset=utf-8' })
    expect(all.text).toContain('project="unknown"')
    const own = await ask(await keyOf('admin'))
    expect(own.text).toContain('project="default"')
    expect(own.text).not.toContain('project="unknown"')
    expect((await fetch(`${assay.apiUrl}/metrics`, { method: 'POST' })).status).toBe(405)
  }, 60_000)
})

describe('own telemetry', () => {
  let receiver: Server | undefined
  afterEach(() => receiver?.close())

  test('goes to another collector, and a process never takes its own', async () => {
    const got: { url: string | undefined; instance: string; body: string }[] = []
    receiver = createServer((req, res) => {
      let body = ''
      req.on('data', (chunk: Buffer) => (body += chunk.toString()))
      req.on('end', () => {
        got.push({ url: req.url, instance: String(req.headers['x-assay-instance']), body })
        res.end('{}')
      })
    })
    await new Promise<void>((resolve) => receiver?.listen(0, '127.0.0.1', resolve))
    const { port } = receiver.address() as AddressInfo
    const assay = await start({ ASSAY_SELF_OTLP_URL: `http://127.0.0.1:${port}/otlp` })
    await send(assay, payload(1, 2, 0))
    await assay.stop('SIGTERM')
    const last = got.findLast(({ url }) => url === '/otlp/v1/metrics')
    const [resourceMetrics] = (JSON.parse(last?.body ?? '{}') as { resourceMetrics: never[] }).resourceMetrics
    expect(JSON.stringify(resourceMetrics)).toContain('assay_ingest_received_total')
    expect(last?.body).toContain(`"${last?.instance}"`)
    const spans = got.filter(({ url }) => url === '/otlp/v1/traces').map(({ body }) => body)
    expect(spans.join('\n')).toContain('"name":"POST /v1/traces"')
    expect(spans.join('\n')).toContain('"name":"load segment"')
  }, 60_000)

  test('does not start when it would come back through a proxy, and takes nothing of it that comes another way', async () => {
    const port = await freePort()
    // Forwards all, as proxies do, and without the headers where a collector would have made requests of its own.
    const forward = (keepsHeaders: boolean) =>
      createServer((req, res) => {
        const headers = { 'content-type': 'application/json', ...(keepsHeaders && req.headers) }
        const onward = request({ port, path: req.url, method: 'POST', headers }, (answer) => {
          res.writeHead(answer.statusCode ?? 500, answer.headers)
          answer.pipe(res)
        })
        onward.on('error', () => res.destroy())
        req.pipe(onward)
      })
    const listening = async (server: Server) => {
      receiver = server
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    }
    const own = { ASSAY_OTLP_HTTP_PORT: String(port) }
    const proxy = await listening(forward(true))
    await expect(start({ ...own, ASSAY_SELF_OTLP_URL: proxy })).rejects.toThrow(
      /ASSAY_SELF_OTLP_URL leads to/,
    )
    receiver?.close()
    // The standard variable is often set for other programs: it keeps nobody from starting.
    const told = await start({ ...own, OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${port}` })
    expect(told.output()).toContain('own telemetry is not exported: OTEL_EXPORTER_OTLP_ENDPOINT leads to')
    await told.stop('SIGTERM')

    const collector = await listening(forward(false))
    const assay = await start({ ...own, OTEL_EXPORTER_OTLP_ENDPOINT: collector })
    await send(assay, payload(1, 2, 0))
    const deadline = Date.now() + 30_000
    for (;;) {
      const { refusedItems, signals } = await ingest(assay)
      if (refusedItems.some(({ reason, signal }) => reason === 'own_telemetry' && signal === 'traces')) {
        expect(signals.find(({ signal }) => signal === 'traces')).toMatchObject({ accepted: 2 })
        break
      }
      if (Date.now() > deadline) throw new Error(JSON.stringify(refusedItems))
      await new Promise((resolve) => setTimeout(resolve, 200))
    }
  }, 120_000)

  test('does not start when it would report to itself, and says what to set', async () => {
    const port = await freePort()
    for (const host of ['127.0.0.1', 'localhost']) {
      const failed = start({
        ASSAY_OTLP_HTTP_PORT: String(port),
        ASSAY_SELF_OTLP_URL: `http://${host}:${port}`,
      })
      await expect(failed).rejects.toThrow(/ASSAY_SELF_OTLP_URL leads to this process's own OTLP port/)
    }
  }, 60_000)
})

async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}
