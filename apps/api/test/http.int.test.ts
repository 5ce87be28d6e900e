import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Problem } from '@assay/contract/api/problem'
import { AssayError } from '@assay/contract/error'
import { makeApi, ORIGIN, type TestApi } from './make-api.ts'

let api: TestApi
let owner: string
let isBroken = false
const logged: string[] = []
beforeAll(async () => {
  api = await makeApi({
    logger: {
      debug() {},
      info() {},
      warn() {},
      error: (message, fields) => logged.push(JSON.stringify({ message, fields })),
    },
    prices: () => {
      if (isBroken) throw new Error('the secret cause')
      const price = {
        provider: 'p',
        inputUsdPerMillion: 1,
        outputUsdPerMillion: 2,
        source: 's',
        date: '2026-01-01',
      }
      const models = Array.from({ length: 200 }, (_, i) => ({ ...price, model: `m${i}` }))
      return {
        version: 'v',
        prices: models.map((m) => ({ ...m, cacheReadUsdPerMillion: null, cacheWriteUsdPerMillion: null })),
      }
    },
    checks: [
      { name: 'good', run: () => Promise.resolve() },
      {
        name: 'bad',
        run: () => (isBroken ? Promise.reject(new Error('the secret cause')) : Promise.resolve()),
      },
      {
        name: 'full',
        run: () =>
          isBroken ? Promise.reject(new AssayError('unavailable', 'the spool is full')) : Promise.resolve(),
      },
    ],
    now: () => new Date(Date.now() + (isBroken ? 10_000 : 0)),
  })
  owner = await api.setUp()
})
afterAll(() => api.close())

describe('an error', () => {
  it('of ours shows a request id and no message, and logs the cause', async () => {
    isBroken = true
    const answer = await api.ask('GET', '/api/v1/prices', { cookie: owner })
    isBroken = false
    expect(answer.status).toBe(500)
    expect(answer.headers.get('content-type')).toBe('application/problem+json')
    expect(Problem.parse(answer.json).requestId).toBe(answer.headers.get('x-request-id'))
    expect(JSON.stringify(answer.json)).not.toContain('secret')
    expect(logged.at(-1)).toContain('the secret cause')
    expect(logged.at(-1)).toContain(answer.json.requestId)
  })

  it('of the caller is a problem with a code, wherever it arises', async () => {
    const cases: [string, string, number][] = [
      ['GET', '/api/nothing', 404],
      ['GET', '/elsewhere', 404],
      ['GET', '/api/auth/nothing', 404],
      ['PUT', '/api/v1/me', 404],
      ['GET', `/api/v1/me?${'x'.repeat(20_000)}`, 413],
    ]
    for (const [method, path, status] of cases) {
      const answer = await api.ask(method, path, { cookie: owner })
      expect([path.slice(0, 30), answer.status]).toEqual([path.slice(0, 30), status])
      expect(Problem.parse(answer.json).status).toBe(status)
    }
  })

  it('in JSON that cannot be read is told as such', async () => {
    const answer = await api.app.request(`${ORIGIN}/api/v1/setup`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: ORIGIN },
      body: '{"name":',
    })
    expect([answer.status, Problem.parse(await answer.json()).code]).toEqual([400, 'invalid'])
  })

  it('is what a body beyond 1 MiB gets', async () => {
    const body = { name: 'x'.repeat(1024 * 1024) }
    expect((await api.ask('POST', '/api/v1/setup', { body })).status).toBe(413)
  })
})

describe('every answer', () => {
  it('is private, cannot be framed, and opens to no other site', async () => {
    const headers = { origin: 'http://evil.test' }
    const answer = await api.ask('GET', '/api/v1/me', { cookie: owner, headers })
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(answer.headers.get('access-control-allow-origin')).toBeNull()
    expect(answer.headers.get('x-request-id')).toBeTruthy()
  })

  it('in JSON is compressed for those who take gzip', async () => {
    const headers = { 'accept-encoding': 'gzip', cookie: owner }
    const answer = await api.app.request(`${ORIGIN}/api/v1/prices`, { headers })
    expect(answer.headers.get('content-encoding')).toBe('gzip')
    const text = await new Response(answer.body?.pipeThrough(new DecompressionStream('gzip'))).text()
    expect(JSON.parse(text).prices).toHaveLength(200)
  })
})

describe('readiness', () => {
  it('is given when all checks pass', async () => {
    const answer = await api.ask('GET', '/api/v1/ready')
    expect([answer.status, answer.json.status]).toEqual([200, 'ready'])
  })

  it('is denied with names of the parts that fail, and no cause that strangers should not read', async () => {
    isBroken = true
    const answer = await api.ask('GET', '/api/v1/ready')
    isBroken = false
    expect(answer.status).toBe(503)
    expect(answer.json.checks.map((c: { isOk: boolean }) => c.isOk)).toEqual([true, false, false])
    expect(answer.json.checks[2].detail).toBe('the spool is full')
    expect(JSON.stringify(answer.json)).not.toContain('secret')
  })
})

describe('the document', () => {
  it('describes each route with a summary, its answer and its problems', async () => {
    const { json, status } = await api.ask('GET', '/api/v1/openapi.json')
    expect(status).toBe(200)
    expect(json.openapi).toBe('3.1.0')
    const operations = Object.entries<Record<string, Operation>>(json.paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]) => ({ id: `${method} ${path}`, operation })),
    )
    expect(operations.length).toBeGreaterThan(20)
    for (const { id, operation } of operations) {
      expect([id, operation.summary?.length ?? 0]).not.toEqual([id, 0])
      const statuses = Object.keys(operation.responses)
      expect([id, statuses.some((s) => s.startsWith('2'))]).toEqual([id, true])
      const problems = Object.values(operation.responses).filter(
        (r) => r.content?.['application/problem+json'],
      )
      expect([id, problems.length > 0]).toEqual([id, true])
    }
  })

  it('has a schema for every name it refers to', async () => {
    const { json } = await api.ask('GET', '/api/v1/openapi.json')
    const names = [...JSON.stringify(json).matchAll(/"#\/components\/schemas\/(\w+)"/g)].map((m) => m[1])
    expect(names.length).toBeGreaterThan(20)
    for (const name of names) expect(json.components.schemas).toHaveProperty([name ?? ''])
  })

  it('is shown by a page whose script comes from this host', async () => {
    const page = await api.ask('GET', '/api/v1/reference')
    expect(page.status).toBe(200)
    expect(page.json).not.toMatch(/https?:\/\//)
    expect(page.headers.get('content-security-policy')).toMatch(/script-src 'nonce-/)
    const [, nonce] =
      /script-src 'nonce-([^']+)'/.exec(page.headers.get('content-security-policy') ?? '') ?? []
    expect(page.json.match(/<script[^>]*>/g).every((tag: string) => tag.includes(`nonce="${nonce}"`))).toBe(
      true,
    )
    const script = await api.app.request(`${ORIGIN}/api/v1/reference/script.js`)
    expect(script.headers.get('content-type')).toContain('javascript')
    expect((await script.arrayBuffer()).byteLength).toBeGreaterThan(100_000)
  })
})

interface Operation {
  summary?: string
  responses: Record<string, { content?: Record<string, unknown> }>
}
