import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeApi, ORIGIN, OWNER, type TestApi } from './make-api.ts'

describe('the first visit', () => {
  let api: TestApi
  beforeAll(async () => {
    api = await makeApi()
  })
  afterAll(() => api.close())

  it('is offered the set-up, and nobody else anything', async () => {
    expect((await api.ask('GET', '/api/v1/setup')).json).toEqual({ needed: true })
    const me = await api.ask('GET', '/api/v1/me')
    expect([me.status, me.json.code]).toEqual([401, 'unauthenticated'])
  })

  it('hears about each fault of its input', async () => {
    const answer = await api.ask('POST', '/api/v1/setup', {
      body: { ...OWNER, password: 'short', email: 'x' },
    })
    expect(answer.status).toBe(400)
    expect(answer.json.errors.map((e: { path: string }) => e.path).sort()).toEqual(['email', 'password'])
  })

  it('makes one owner, though two ask at once', async () => {
    const answers = await Promise.all(
      ['one@example.com', 'two@example.com'].map((email) =>
        api.ask('POST', '/api/v1/setup', { body: { ...OWNER, email } }),
      ),
    )
    expect(answers.map((a) => a.status).sort()).toEqual([201, 409])
    expect((await api.postgres.pool.query('SELECT 1 FROM app_user')).rowCount).toBe(1)
    expect((await api.postgres.pool.query("SELECT 1 FROM membership WHERE role = 'owner'")).rowCount).toBe(1)
  })

  it('is refused once the owner exists', async () => {
    expect((await api.ask('GET', '/api/v1/setup')).json).toEqual({ needed: false })
    expect((await api.ask('POST', '/api/v1/setup', { body: OWNER })).status).toBe(409)
  })

  it('leads to the default project in the named organisation', async () => {
    const { rows } = await api.postgres.pool.query('SELECT email FROM app_user')
    const cookie = await api.signIn(rows[0].email, OWNER.password)
    const me = await api.ask('GET', '/api/v1/me', { cookie })
    expect(me.json.organisations).toMatchObject([
      { id: 'default', name: 'Acme', role: 'owner', projects: [{ id: 'default', retentionDays: null }] },
    ])
  })
})

describe('signing in', () => {
  let api: TestApi
  beforeAll(async () => {
    api = await makeApi({ clientAddress: () => '192.0.2.7' })
    await api.setUp()
  })
  afterAll(() => api.close())
  const body = { email: OWNER.email, password: OWNER.password }

  it('sets a cookie that scripts and other sites cannot use', async () => {
    const answer = await api.ask('POST', '/api/auth/sign-in/email', { body })
    const cookie = answer.headers.getSetCookie().find((c) => c.includes('session_token')) ?? ''
    expect(cookie).toMatch(/HttpOnly/i)
    expect(cookie).toMatch(/SameSite=Lax/i)
    expect(cookie).not.toMatch(/Secure/i)
  })

  it('sets a secure cookie where the address is https', async () => {
    const secure = await makeApi({ publicUrl: 'https://assay.test', clientAddress: () => '192.0.2.8' })
    await secure.setUp()
    const answer = await secure.ask('POST', '/api/auth/sign-in/email', { body })
    expect(answer.headers.getSetCookie().every((c) => /; Secure/i.test(c))).toBe(true)
    await secure.close()
  })

  it('refuses a wrong password as a problem', async () => {
    const wrong = { ...body, password: 'not the right password' }
    const answer = await api.ask('POST', '/api/auth/sign-in/email', { body: wrong })
    expect([answer.status, answer.json.code]).toEqual([401, 'unauthenticated'])
  })

  it('cannot be bypassed by signing up', async () => {
    const account = { name: 'Eve', email: 'eve@example.com', password: 'a long enough password' }
    expect((await api.ask('POST', '/api/auth/sign-up/email', { body: account })).status).toBe(404)
  })

  it('is refused from another site', async () => {
    for (const headers of [
      { 'sec-fetch-site': 'cross-site' },
      { 'sec-fetch-site': 'same-site' },
      { origin: 'http://evil.test' },
      { 'sec-fetch-site': 'cross-site', 'x-api-key': 'any' },
    ])
      expect((await api.ask('POST', '/api/auth/sign-in/email', { body, headers })).status).toBe(403)
    const silent = await api.app.request(`${ORIGIN}/api/auth/sign-in/email`, { method: 'POST', body: '{}' })
    expect(silent.status).toBe(403)
  })

  it('shows the token of no session to scripts', async () => {
    const answer = await api.ask('POST', '/api/auth/sign-in/email', { body })
    const cookie = await api.signIn(OWNER.email, OWNER.password)
    const session = await api.ask('GET', '/api/auth/get-session', { cookie })
    const list = await api.ask('GET', '/api/auth/list-sessions', { cookie })
    expect(session.json.user.email).toBe(OWNER.email)
    expect(list.json.length).toBeGreaterThan(1)
    const { rows } = await api.postgres.pool.query<{ token: string }>('SELECT token FROM app_session')
    for (const { json } of [answer, session, list]) {
      expect(JSON.stringify(json)).not.toContain('"token"')
      for (const { token } of rows) expect(JSON.stringify(json)).not.toContain(token)
    }
    expect((await api.ask('GET', '/api/auth/get-session')).json).toBeNull()
  })

  it('can be ended elsewhere by the id of the session', async () => {
    const lost = await api.signIn(OWNER.email, OWNER.password)
    const cookie = await api.signIn(OWNER.email, OWNER.password)
    const { id } = (await api.ask('GET', '/api/auth/get-session', { cookie: lost })).json.session
    const end = (of: unknown) =>
      api.ask('POST', '/api/auth/revoke-session', { cookie, body: of }).then((a) => a.status)
    expect([await end({ id }), await end({}), await end({ id: 'a\0b' })]).toEqual([200, 400, 400])
    expect((await api.ask('GET', '/api/v1/me', { cookie: lost })).status).toBe(401)
    expect((await api.ask('GET', '/api/v1/me', { cookie })).status).toBe(200)
  })

  it('ends with signing out', async () => {
    const cookie = await api.signIn(OWNER.email, OWNER.password)
    expect((await api.ask('GET', '/api/v1/me', { cookie })).status).toBe(200)
    expect((await api.ask('POST', '/api/auth/sign-out', { cookie })).status).toBe(200)
    expect((await api.ask('GET', '/api/v1/me', { cookie })).status).toBe(401)
  })

  it('is limited per address, whatever a client says of itself', async () => {
    const statuses: number[] = []
    for (let i = 0; i < 12; i++) {
      const headers = { 'x-forwarded-for': `198.51.100.${i}`, 'x-assay-client-address': `198.51.100.${i}` }
      const wrong = { ...body, password: 'not the right password' }
      statuses.push((await api.ask('POST', '/api/auth/sign-in/email', { body: wrong, headers })).status)
    }
    expect(statuses.at(-1)).toBe(429)
  })
})
