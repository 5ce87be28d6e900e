import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { BOOTSTRAP_KEY, runProcess, startProcess, type AssayProcess } from './start-process.ts'

let dir: string
// The first start on an empty directory takes seconds; the tests begin on copies of one that was started before.
let started: string
const running: AssayProcess[] = []

beforeAll(async () => {
  started = mkdtempSync(join(tmpdir(), 'assay-process-'))
  const assay = await startProcess(join(started, 'data'), {}, { isEmpty: true })
  await assay.stop('SIGTERM')
})
afterAll(() => rmSync(started, { recursive: true, force: true }))

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'assay-process-'))
  cpSync(started, dir, { recursive: true })
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

const id = (n: number, digits: number) => n.toString(16).padStart(digits, '0')

function payload(first: number, count: number) {
  const now = BigInt(Date.now()) * 1_000_000n
  const spans = Array.from({ length: count }, (_, i) => ({
    traceId: id(first + i, 32),
    spanId: id(first + i, 16),
    name: `span ${first + i}`,
    kind: 1,
    startTimeUnixNano: String(now),
    endTimeUnixNano: String(now + 1_000_000n),
  }))
  return JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans }] }] })
}

async function send(
  assay: AssayProcess,
  body: string,
  headers: Record<string, string> = {},
): Promise<number> {
  const answer = await fetch(`${assay.otlpUrl}/v1/traces`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
  })
  await answer.arrayBuffer()
  return answer.status
}

async function traceIds(assay: AssayProcess): Promise<string[]> {
  const ids: string[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const answer = await fetch(`${assay.apiUrl}/api/v1/projects/default/traces?limit=200${query}`, {
      headers: { authorization: `Bearer ${BOOTSTRAP_KEY}` },
    })
    const page = (await answer.json()) as { traces: { traceId: string }[]; nextCursor: string | null }
    ids.push(...page.traces.map((trace) => trace.traceId))
    cursor = page.nextCursor
  }
  return ids
}

async function waitForTraces(assay: AssayProcess, count: number): Promise<string[]> {
  const deadline = Date.now() + 20_000
  for (;;) {
    const ids = await traceIds(assay)
    if (ids.length >= count || Date.now() > deadline) return ids
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

describe('the process', () => {
  test('keeps every acknowledged span, each once, through kill -9 while spans arrive and load', async () => {
    const acknowledged = new Set<string>()
    let next = 1
    for (let round = 0; round < 3; round++) {
      const assay = await start({ ASSAY_SPOOL_MAX_BYTES: '100MB' })
      const stopAt = Date.now() + 300 + round * 250
      const senders = Array.from({ length: 4 }, async () => {
        while (Date.now() < stopAt) {
          const first = next
          next += 5
          const status = await send(assay, payload(first, 5)).catch(() => 0)
          if (status === 200) for (let i = 0; i < 5; i++) acknowledged.add(id(first + i, 32))
        }
      })
      await new Promise((resolve) => setTimeout(resolve, 250 + round * 250))
      await assay.stop('SIGKILL')
      await Promise.all(senders)
    }
    const assay = await start()
    const stored = await waitForTraces(assay, acknowledged.size)
    expect(acknowledged.size).toBeGreaterThan(0)
    expect(stored.filter((traceId) => acknowledged.has(traceId)).sort()).toEqual([...acknowledged].sort())
    expect(new Set(stored).size).toBe(stored.length)
    await assay.stop('SIGTERM')
  }, 120_000)

  test('refuses a second start on its data directory with a clear sentence, and goes on', async () => {
    const first = await start()
    const second = await runProcess({
      ASSAY_DATA_DIR: join(dir, 'data'),
      ASSAY_ROLES: 'otlp,api',
      ASSAY_HTTP_PORT: '0',
      ASSAY_OTLP_HTTP_PORT: '0',
      ASSAY_OTLP_GRPC_PORT: '0',
    })
    expect(second.code).toBe(1)
    expect(second.output).toMatch(/Another Assay \(process \d+\) already uses the data directory/)
    expect(await send(first, payload(1, 1))).toBe(200)
  })

  test('ends cleanly on Ctrl-C, with what it acknowledged in the store', async () => {
    const first = await start()
    expect(await send(first, payload(1, 3))).toBe(200)
    expect(await first.stop('SIGINT')).toEqual({ code: 0 })
    const second = await start()
    expect(await traceIds(second)).toHaveLength(3)
  })

  test('reports all faults of its configuration at once, and prints no secret', async () => {
    const { code, output } = await runProcess({
      ASSAY_HTTP_PORT: 'eighty',
      CLICKHOUSE_URL: 'tcp://admin:hunter2@db',
      ASSAY_ROLLS: 'api',
    })
    expect(code).toBe(1)
    expect(output).toContain('3 faults')
    expect(output).toMatch(/ASSAY_HTTP_PORT[^]*CLICKHOUSE_URL[^]*did you mean ASSAY_ROLES/)
    expect(output).not.toContain('hunter2')
  })

  test('says which store does not answer and what to correct, without its password', async () => {
    for (const [name, url] of [
      ['DATABASE_URL', 'postgres://me:hunter2@127.0.0.1:1/assay'],
      ['CLICKHOUSE_URL', 'http://me:hunter2@127.0.0.1:1/assay'],
    ] as const) {
      const env = { ASSAY_DATA_DIR: join(dir, 'data'), ASSAY_ROLES: 'api', ASSAY_HTTP_PORT: '0', [name]: url }
      const { code, output } = await runProcess(env)
      expect(code).toBe(1)
      expect(output).toContain(`does not answer at the address in ${name}`)
      expect(output).not.toMatch(/hunter2|\n {4}at /)
    }
  })

  test('says which port is taken and what to set', async () => {
    const first = await start()
    const port = new URL(first.otlpUrl).port
    const second = await runProcess({
      ASSAY_DATA_DIR: join(started, 'data'),
      ASSAY_ROLES: 'otlp',
      ASSAY_OTLP_HTTP_PORT: port,
      ASSAY_OTLP_GRPC_PORT: '0',
    })
    expect(second.code).toBe(1)
    expect(second.output).toContain(`Port ${port}`)
    expect(second.output).toContain('ASSAY_OTLP_HTTP_PORT')

    const grpcPort = new URL(first.otlpGrpcUrl).port
    const third = await runProcess({
      ASSAY_DATA_DIR: join(started, 'data'),
      ASSAY_ROLES: 'otlp',
      ASSAY_OTLP_HTTP_PORT: '0',
      ASSAY_OTLP_GRPC_PORT: grpcPort,
    })
    expect(third.code).toBe(1)
    expect(third.output).toContain(`Port ${grpcPort}`)
    expect(third.output).toContain('ASSAY_OTLP_GRPC_PORT')
  })

  test('takes spans without a key on loopback, but refuses a wrong key', async () => {
    const assay = await start()
    expect(await send(assay, payload(1, 1))).toBe(200)
    expect(await send(assay, payload(2, 1), { authorization: 'Bearer ask_not_a_key' })).toBe(401)
    expect(await send(assay, payload(3, 1), { authorization: `Bearer ${BOOTSTRAP_KEY}` })).toBe(200)
  })

  test('demands a key when it listens beyond loopback', async () => {
    const assay = await start({ ASSAY_HOST: '0.0.0.0' })
    expect(await send(assay, payload(1, 1))).toBe(401)
    expect(await send(assay, payload(1, 1), { 'x-api-key': BOOTSTRAP_KEY })).toBe(200)
  })
})
