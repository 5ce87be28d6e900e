import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  KEY_SCOPES,
  type KeyScope,
  PERMISSIONS,
  type Permission,
  type Role,
  ROLES,
  ROLE_PERMISSIONS,
} from '@assay/contract/role'
import { SCOPE_PERMISSIONS } from '../src/access/permissions.ts'
import type { Endpoint } from '../src/endpoint.ts'
import { allRoutes } from '../src/routes.ts'
import { makeApi, OWNER, type TestApi } from './make-api.ts'

const ROUTES = allRoutes(() => Promise.resolve({ status: 'ready', checks: [] }))

const BACKFILL = { ruleId: 'missing', from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' }

const nameOf = (route: Endpoint) => `${route.method.toUpperCase()} ${route.path}`

/** Every route that answers without a session or a key. A new one is a decision: it stands here too. */
const PUBLIC = ['GET /setup', 'POST /setup', 'GET /health', 'GET /ready']
const SIGNED_IN = ['GET /me', 'GET /projects']
const AUTHENTICATED = ['GET /prices']

/** Those that are about the project of the key they are called with. */
const OF_KEY = ['POST /scores']

const DEFINITION = {
  title: 'Tone',
  question: 'Is the answer kind?',
  rubric: 'Kind answers take the person seriously.',
  steps: ['name the tone'],
  grades: [
    { label: 'rude', meaning: 'hurts' },
    { label: 'kind', meaning: 'does not' },
  ],
  shows: ['answer'],
  quotesFrom: [],
}

/** Of routes that cannot do without. */
const PROBE_SET = {
  name: 'A set',
  templates: ['Ask {person}.'],
  axes: [
    {
      name: 'town',
      groups: [
        { name: 'north', terms: ['a man from the north'] },
        { name: 'south', terms: ['a man from the south'] },
      ],
    },
  ],
}
const PROBE_PLAN = { setId: 'missing', judgeId: 'missing', axes: ['gender'], pairs: 12 }
const QUERIES: Record<string, string> = {
  'DELETE /projects/{projectId}': '?confirmName=wrong',
  'GET /projects/{projectId}/bias/parity': '?attribute=user',
  'GET /projects/{projectId}/scores': '?name=quality',
  'GET /projects/{projectId}/score-trend': '?name=quality',
  'GET /projects/{projectId}/score-comparison': '?name=quality&by=model&a=x&b=y',
}

const withAccess = (access: string) => ROUTES.filter((r) => r.access === access).map(nameOf)
const permitted = ROUTES.filter((r) => PERMISSIONS.some((p) => p === r.access))
const guarded = permitted.filter((r) => !OF_KEY.includes(nameOf(r)))
const ofKey = permitted.filter((r) => OF_KEY.includes(nameOf(r)))

describe('the registry of routes', () => {
  it('gives every route a permission, or has it in a list of exceptions', () => {
    expect(withAccess('public').sort()).toEqual([...PUBLIC].sort())
    expect(withAccess('signed-in').sort()).toEqual([...SIGNED_IN].sort())
    expect(withAccess('authenticated').sort()).toEqual([...AUTHENTICATED].sort())
    expect(ofKey.map(nameOf)).toEqual(OF_KEY)
    expect(permitted.length + PUBLIC.length + SIGNED_IN.length + AUTHENTICATED.length).toBe(ROUTES.length)
  })

  it('has no route twice', () => {
    expect(new Set(ROUTES.map(nameOf)).size).toBe(ROUTES.length)
  })

  it('gives no role more than the role above it', () => {
    for (const [i, role] of ROLES.entries())
      for (const permission of ROLE_PERMISSIONS[role])
        if (i > 0) expect(ROLE_PERMISSIONS[ROLES[i - 1] ?? 'owner']).toContain(permission)
  })
})

describe('access', () => {
  let api: TestApi
  const cookies = new Map<Role, string>()
  const keys = new Map<KeyScope, string>()

  beforeAll(async () => {
    api = await makeApi()
    const owner = await api.setUp()
    cookies.set('owner', owner)
    for (const role of ROLES.filter((r) => r !== 'owner')) {
      const body = { name: role, email: `${role}@example.com`, role, password: 'a long enough password' }
      expect(
        (await api.ask('POST', '/api/v1/organisations/default/members', { cookie: owner, body })).status,
      ).toBe(201)
      cookies.set(role, await api.signIn(body.email, body.password))
    }
    for (const scope of KEY_SCOPES) {
      const body = { name: scope, scopes: [scope] }
      const made = await api.ask('POST', '/api/v1/projects/default/keys', { cookie: owner, body })
      keys.set(scope, made.json.key)
    }
  })
  afterAll(() => api.close())

  /** A request that fails after the check of access at the latest: ids that do not exist, an empty body. */
  const path = (route: Endpoint, project = 'default', organisation = 'default') =>
    '/api/v1' +
    route.path
      .replace('{projectId}', project)
      .replace('{organisationId}', organisation)
      .replace('{traceId}', 'a'.repeat(32))
      .replace('{spanId}', 'b'.repeat(16))
      .replace(/\{\w+\}/, 'missing')
  /** The least that the validators let through. */
  const bodyOf = (route: Endpoint, organisation = 'default'): unknown => {
    const bodies: Record<string, unknown> = {
      'POST /projects': { name: 'Another', organisationId: organisation },
      'PATCH /projects/{projectId}': { name: 'Default' },
      'POST /projects/{projectId}/keys': { name: 'A key', scopes: ['ingest'] },
      'POST /projects/{projectId}/rules': {
        name: 'A rule',
        target: 'span',
        evaluators: [{ name: 'refusal' }],
      },
      'POST /projects/{projectId}/rules/try': {
        name: 'A rule',
        target: 'span',
        evaluators: [{ name: 'refusal' }],
      },
      'PATCH /projects/{projectId}/rules/{ruleId}': { version: 1 },
      'POST /projects/{projectId}/custom-evaluators': { name: 'tone', ...DEFINITION },
      'POST /projects/{projectId}/custom-evaluators/try': {
        evaluator: { name: 'tone', ...DEFINITION },
        judgeId: 'missing',
      },
      'PATCH /projects/{projectId}/custom-evaluators/{name}': { ...DEFINITION, version: 1 },
      'POST /projects/{projectId}/judges': {
        name: 'A judge',
        provider: 'openai',
        baseUrl: 'http://127.0.0.1:1/v1',
        model: 'm',
      },
      'PATCH /projects/{projectId}/judges/{judgeId}': {},
      'POST /projects/{projectId}/backfills/estimate': BACKFILL,
      'POST /projects/{projectId}/backfills': BACKFILL,
      'POST /projects/{projectId}/backfills/{backfillId}/resume': {},
      'PATCH /projects/{projectId}/drift': {},
      'POST /projects/{projectId}/drift/pin': {},
      'POST /projects/{projectId}/drift/findings/{findingId}/acknowledge': {},
      'PATCH /projects/{projectId}/bias/settings': {},
      'POST /projects/{projectId}/bias/probe-sets': PROBE_SET,
      'PATCH /projects/{projectId}/bias/probe-sets/{setId}': PROBE_SET,
      'POST /projects/{projectId}/bias/probe-runs/estimate': PROBE_PLAN,
      'POST /projects/{projectId}/bias/probe-runs': { plan: PROBE_PLAN, limits: { calls: 10 } },
      'POST /projects/{projectId}/bias/probe-runs/{runId}/continue': {},
      'POST /projects/{projectId}/scores': { scores: ['none'] },
      'POST /scores': { scores: ['none'] },
      'PATCH /organisations/{organisationId}': { name: 'Acme' },
      'POST /organisations/{organisationId}/members': {
        name: 'X',
        email: 'nobody@example.com',
        role: 'viewer',
      },
      'PATCH /organisations/{organisationId}/members/{userId}': { role: 'viewer' },
    }
    if (route.body && !(nameOf(route) in bodies)) throw new Error(`say here what ${nameOf(route)} takes`)
    return bodies[nameOf(route)]
  }
  const call = async (
    route: Endpoint,
    who: { cookie?: string | undefined; key?: string | undefined },
    at = 'default',
  ) => {
    const query = QUERIES[nameOf(route)] ?? ''
    const stop = AbortSignal.timeout(100)
    if (route.mediaType) {
      const headers = {
        ...(who.cookie ? { cookie: who.cookie } : {}),
        ...(who.key ? { 'x-api-key': who.key } : {}),
      }
      const answer = await api.app.request(path(route, at, at), { headers, signal: stop })
      void answer.body?.cancel()
      return answer.status
    }
    return (
      await api.ask(route.method.toUpperCase(), path(route, at, at) + query, {
        ...who,
        body: bodyOf(route, at),
      })
    ).status
  }

  describe.each(guarded.map((route) => [nameOf(route), route] as const))('%s', (_name, route) => {
    const permission = route.access as Permission

    it.each(ROLES)('as %s follows the table', async (role) => {
      const status = await call(route, { cookie: cookies.get(role) })
      if (ROLE_PERMISSIONS[role].includes(permission)) expect(status).not.toBe(403)
      else expect(status).toBe(403)
      expect(status).not.toBe(401)
    })

    it.each(KEY_SCOPES)('with a key of scope %s follows the table', async (scope) => {
      const status = await call(route, { key: keys.get(scope) })
      const isInProject = route.path.includes('{projectId}')
      if (isInProject && SCOPE_PERMISSIONS[scope].includes(permission)) expect(status).not.toBe(403)
      else expect(status).toBe(403)
      expect(status).not.toBe(401)
    })

    it('answers nobody without a session or a key', async () => {
      expect(await call(route, {})).toBe(401)
    })

    it('does not tell of a project or organisation that the caller is no member of', async () => {
      await api.postgres.pool
        .query(`INSERT INTO organisation (id, name, created_at) VALUES ('other', 'Other', now())
        ON CONFLICT DO NOTHING`)
      await api.postgres.pool.query(`INSERT INTO project (id, organisation_id, name, created_at)
        VALUES ('other', 'other', 'Other', now()) ON CONFLICT DO NOTHING`)
      expect(await call(route, { cookie: cookies.get('owner') }, 'other')).toBe(404)
      const key = await call(route, { key: keys.get('admin') }, 'other')
      expect(key).toBe(route.path.includes('{projectId}') ? 404 : 403)
    })
  })

  describe.each(ofKey.map((route) => [nameOf(route), route] as const))('%s', (_name, route) => {
    it.each(KEY_SCOPES)('with a key of scope %s follows the table', async (scope) => {
      const allowed = SCOPE_PERMISSIONS[scope].includes(route.access as Permission)
      expect((await call(route, { key: keys.get(scope) })) === 403).toBe(!allowed)
    })

    it('is refused to persons, who must name a project, and to nobody', async () => {
      for (const role of ROLES) expect(await call(route, { cookie: cookies.get(role) })).toBe(403)
      expect(await call(route, {})).toBe(401)
    })
  })

  it('needs no more than the key of the start-up options', async () => {
    const key = api.deps.bootstrapKey
    expect((await api.ask('GET', '/api/v1/projects/default/keys', { key })).status).toBe(200)
  })

  it('is refused to a wrong key, also beside a valid session', async () => {
    const answer = await api.ask('GET', '/api/v1/me', { cookie: cookies.get('owner'), key: 'ask_wrong' })
    expect(answer.status).toBe(401)
  })

  it('of persons alone is refused to keys', async () => {
    for (const address of ['/api/v1/me', '/api/v1/projects'])
      expect((await api.ask('GET', address, { key: keys.get('admin') })).status).toBe(403)
  })

  it('ends when a person is removed', async () => {
    const owner = cookies.get('owner')
    const body = { name: 'Gone', email: 'gone@example.com', role: 'viewer', password: OWNER.password }
    const made = await api.ask('POST', '/api/v1/organisations/default/members', { cookie: owner, body })
    const cookie = await api.signIn(body.email, body.password)
    const member = `/api/v1/organisations/default/members/${made.json.userId}`
    expect((await api.ask('DELETE', member, { cookie: owner })).status).toBe(204)
    expect((await api.ask('GET', '/api/v1/projects/default', { cookie })).status).toBe(401)
  })
})
