import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeApi, ORIGIN, type TestApi } from './make-api.ts'

let api: TestApi
let owner: string
beforeAll(async () => {
  api = await makeApi()
  owner = await api.setUp()
})
afterAll(() => api.close())

const PROJECT = '/api/v1/projects/default'

describe('text that no store can hold', () => {
  it('is refused in the path', async () => {
    for (const [method, path] of [
      ['GET', '/api/v1/projects/%00'],
      ['GET', '/api/v1/projects/%1b/traces'],
      ['DELETE', `${PROJECT}/keys/%00`],
      ['DELETE', '/api/v1/organisations/default/members/a%00b'],
      ['GET', '/api/v1/organisations/%00/members'],
      ['DELETE', `/api/v1/projects/other?confirmName=%00`],
    ] as const) {
      const answer = await api.ask(method, path, { cookie: owner })
      expect([path, answer.status]).toEqual([path, 400])
    }
  })

  it('is refused in names, also as half of a character', async () => {
    const person = `"email":"new@example.com","role":"viewer","password":"a long enough password"`
    for (const name of [String.raw`a\u0000b`, String.raw`\ud800`, String.raw`a\u001bb`])
      for (const [method, path, rest] of [
        ['PATCH', PROJECT, ''],
        ['POST', '/api/v1/projects', ',"organisationId":"default"'],
        ['POST', `${PROJECT}/keys`, ',"scopes":["read"]'],
        ['POST', '/api/v1/organisations/default/members', `,${person}`],
        ['PATCH', '/api/v1/organisations/default', ''],
      ] as const) {
        const answer = await api.app.request(ORIGIN + path, {
          method,
          headers: { cookie: owner, origin: ORIGIN, 'content-type': 'application/json' },
          body: `{"name":"${name}"${rest}}`,
        })
        expect([path, name, answer.status]).toEqual([path, name, 400])
      }
  })
})

describe('a crafted cursor', () => {
  it('is refused as a fault of the request', async () => {
    const cursor = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
    for (const bent of [
      cursor('traces.start.desc', null, 'ab'.repeat(16)),
      cursor('traces.start.desc', '1', 'ab'.repeat(17)),
      cursor('traces.start.desc', '99999999999999999999', 'ab'.repeat(16)),
    ]) {
      const answer = await api.ask('GET', `${PROJECT}/traces?cursor=${bent}`, { cookie: owner })
      expect([answer.status, answer.json.code]).toEqual([400, 'invalid'])
    }
  })
})

describe('a range that ends before it begins', () => {
  it.each(['traces', 'sessions', 'users', 'facets', 'ingest', 'score-names', 'version-changes'])(
    'of %s is refused with what to do, for an empty answer would look like no data',
    async (list) => {
      const ask = (from: string, to: string) =>
        api.ask('GET', `${PROJECT}/${list}?from=${from}&to=${to}`, { cookie: owner })
      const { status, json } = await ask('2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z')
      expect([status, json.code]).toEqual([400, 'invalid'])
      expect(json.errors).toEqual([{ path: 'to', message: expect.stringContaining('swap from and to') }])
      // The later wall clock is the earlier instant.
      expect((await ask('2026-01-01T23:00:00Z', '2026-01-02T00:00:00%2B05:00')).status).toBe(400)
      expect((await ask('2026-01-02T03:00:00%2B05:00', '2026-01-01T23:00:00Z')).json.errors).toBeUndefined()
    },
  )
})

describe('a fault of a request', () => {
  it('is told in words of what is wanted there, beside all others', async () => {
    const ask = async (query: string) =>
      (await api.ask('GET', `${PROJECT}/traces?${query}`, { cookie: owner })).json.detail
    const detail = await ask('from=tomorrow&limit=x')
    expect(detail).toContain('from: give a time with its zone, such as 2026-01-31T09:30:00Z')
    expect(detail).toContain('limit: give a number')
    const estimate = await api.ask('POST', `${PROJECT}/backfills/estimate`, { cookie: owner, body: {} })
    expect(estimate.json.detail).toContain('from: it is missing: give a time with its zone')
  })

  it('of its media type is told with the one to send', async () => {
    for (const type of [null, 'application/x-www-form-urlencoded']) {
      const answer = await api.app.request(`${ORIGIN}/api/v1/scores`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${api.deps.bootstrapKey}`,
          ...(type === null ? {} : { 'content-type': type }),
        },
        body: '{"name":"a"}',
      })
      expect(answer.status).toBe(415)
      expect(await answer.json()).toMatchObject({
        detail: expect.stringContaining('"Content-Type: application/json"'),
      })
    }
  })
})

describe('a parameter that a list does not know', () => {
  it.each(['traces', 'tail', 'sessions', 'users', 'facets', 'metrics', 'ingest', 'unpriced-models'])(
    'of %s is refused by name, so that a misspelt filter does not look applied',
    async (list) => {
      const answer = await api.ask('GET', `${PROJECT}/${list}?modle=x&from=2026-01-01T00:00:00Z&kindd=y`, {
        cookie: owner,
      })
      expect(answer.status).toBe(400)
      expect(answer.json.errors.map((e: { path: string }) => e.path)).toEqual(['modle', 'kindd'])
      expect(answer.json.detail).toContain('modle')
    },
  )
})
