import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeApi, OWNER, type TestApi } from './make-api.ts'

const MEMBERS = '/api/v1/organisations/default/members'
const KEYS = '/api/v1/projects/default/keys'
let api: TestApi
let owner: string
let erased: string[]
beforeAll(async () => {
  erased = []
  api = await makeApi({
    eraseProject: (id) => {
      erased.push(id)
      return Promise.resolve()
    },
  })
  owner = await api.setUp()
})
afterAll(() => api.close())

let people = 0
const addPerson = async (role: string) => {
  const body = { name: role, email: `Person${++people}@example.com`, role, password: OWNER.password }
  const made = await api.ask('POST', MEMBERS, { cookie: owner, body })
  return { id: String(made.json.userId), cookie: await api.signIn(body.email, body.password) }
}
const ownerId = async () => (await api.ask('GET', '/api/v1/me', { cookie: owner })).json.user.id as string

describe('members', () => {
  it('are listed with their roles', async () => {
    const { json } = await api.ask('GET', MEMBERS, { cookie: owner })
    expect(json.members[0]).toMatchObject({ name: 'Olga', email: OWNER.email, role: 'owner' })
  })

  it('keep their last owner', async () => {
    const last = `${MEMBERS}/${await ownerId()}`
    expect((await api.ask('DELETE', last, { cookie: owner })).status).toBe(409)
    expect((await api.ask('PATCH', last, { cookie: owner, body: { role: 'admin' } })).status).toBe(409)
  })

  it('keep an owner when two owners demote each other at once', async () => {
    const second = await addPerson('owner')
    const answers = await Promise.all([
      api.ask('PATCH', `${MEMBERS}/${second.id}`, { cookie: owner, body: { role: 'admin' } }),
      api.ask('PATCH', `${MEMBERS}/${await ownerId()}`, { cookie: second.cookie, body: { role: 'admin' } }),
    ])
    expect(answers.filter((a) => a.status === 200)).toHaveLength(1)
    const { rows } = await api.postgres.pool.query("SELECT user_id FROM membership WHERE role = 'owner'")
    expect(rows).toHaveLength(1)
    await api.postgres.pool.query("UPDATE membership SET role = 'owner' WHERE user_id = $1", [
      await ownerId(),
    ])
    await api.postgres.pool.query("UPDATE membership SET role = 'admin' WHERE user_id = $1", [second.id])
  })

  it('cannot be made owners by an admin, nor can an admin touch an owner', async () => {
    const admin = await addPerson('admin')
    const viewer = await addPerson('viewer')
    const ask = (method: string, id: string, body?: unknown) =>
      api.ask(method, `${MEMBERS}/${id}`, { cookie: admin.cookie, body }).then((a) => a.status)
    expect(await ask('PATCH', viewer.id, { role: 'owner' })).toBe(403)
    expect(await ask('PATCH', admin.id, { role: 'owner' })).toBe(403)
    expect(await ask('PATCH', await ownerId(), { role: 'viewer' })).toBe(403)
    expect(await ask('DELETE', await ownerId())).toBe(403)
    const body = { name: 'X', email: 'x@example.com', role: 'owner', password: OWNER.password }
    expect((await api.ask('POST', MEMBERS, { cookie: admin.cookie, body })).status).toBe(403)
    expect(await ask('PATCH', viewer.id, { role: 'engineer' })).toBe(200)
  })

  it('without an account need a first password', async () => {
    const answer = await api.ask('POST', MEMBERS, {
      cookie: owner,
      body: { name: 'New', email: 'new@example.com', role: 'viewer' },
    })
    expect([answer.status, answer.json.errors[0].path]).toEqual([400, 'password'])
  })

  it('are added once', async () => {
    const body = { name: 'Olga', email: OWNER.email.toUpperCase(), role: 'viewer' }
    expect((await api.ask('POST', MEMBERS, { cookie: owner, body })).status).toBe(409)
  })
})

describe('keys', () => {
  const make = (cookie: string, scopes: string[]) =>
    api.ask('POST', KEYS, { cookie, body: { name: 'CI', scopes } })

  it('are shown once, when they are made', async () => {
    const made = await make(owner, ['read'])
    expect(made.json.key).toMatch(/^ask_[\w-]{43}$/)
    const list = await api.ask('GET', KEYS, { cookie: owner })
    expect(JSON.stringify(list.json)).not.toContain(made.json.key)
    expect(list.json.keys[0]).toMatchObject({
      prefix: made.json.key.slice(0, 12),
      createdBy: 'Olga',
      revokedAt: null,
    })
  })

  it('cannot be made by a viewer', async () => {
    const viewer = await addPerson('viewer')
    expect((await make(viewer.cookie, ['read'])).status).toBe(403)
  })

  it('give nobody more than they have: an engineer cannot make one with the scope admin', async () => {
    const engineer = await addPerson('engineer')
    expect((await make(engineer.cookie, ['admin'])).status).toBe(403)
    expect((await make(engineer.cookie, ['ingest', 'read'])).status).toBe(201)
  })

  it('are refused when revoked', async () => {
    const made = await make(owner, ['read'])
    const revoked = await api.ask('DELETE', `${KEYS}/${made.json.id}`, { cookie: owner })
    expect(revoked.status).toBe(204)
    expect((await api.ask('GET', '/api/v1/projects/default', { key: made.json.key })).status).toBe(401)
    expect((await api.ask('DELETE', `${KEYS}/${made.json.id}`, { cookie: owner })).status).toBe(409)
  })

  it('need no origin, because no browser sends one by itself', async () => {
    const made = await make(owner, ['admin'])
    const headers = { 'sec-fetch-site': 'cross-site' }
    const body = { name: 'Default' }
    const answer = await api.ask('PATCH', '/api/v1/projects/default', { key: made.json.key, headers, body })
    expect(answer.status).toBe(200)
    expect(
      (await api.ask('PATCH', '/api/v1/projects/default', { cookie: owner, headers, body })).status,
    ).toBe(403)
  })
})

describe('a key', () => {
  it('made by a key names the key that made it', async () => {
    const body = { name: 'deploy', scopes: ['admin'] }
    const first = await api.ask('POST', KEYS, { cookie: owner, body })
    const second = await api.ask('POST', KEYS, {
      key: first.json.key,
      body: { name: 'child', scopes: ['read'] },
    })
    expect(second.json.createdBy).toBe('deploy')
    const { keys } = (await api.ask('GET', KEYS, { cookie: owner })).json
    expect(keys.find((k: { name: string }) => k.name === 'child').createdBy).toBe('deploy')
  })

  it('that is blank does not stand in for the origin of a change made with a cookie', async () => {
    for (const blank of [{ authorization: '' }, { authorization: ' ' }, { 'x-api-key': '' }]) {
      const headers = { ...blank, 'sec-fetch-site': 'cross-site' }
      const answer = await api.ask('PATCH', '/api/v1/projects/default', {
        cookie: owner,
        headers,
        body: { name: 'Taken' },
      })
      expect(answer.status).toBe(403)
    }
  })
})

describe('projects', () => {
  const create = async (name: string) =>
    (await api.ask('POST', '/api/v1/projects', { cookie: owner, body: { name, organisationId: 'default' } }))
      .json

  it('are made, renamed and kept as long as told', async () => {
    const project = await create('Second')
    const address = `/api/v1/projects/${project.id}`
    const renamed = await api.ask('PATCH', address, { cookie: owner, body: { name: 'Third' } })
    expect(renamed.json).toMatchObject({ name: 'Third', retentionDays: null })
    const kept = await api.ask('PATCH', address, { cookie: owner, body: { retentionDays: 30 } })
    expect(kept.json).toMatchObject({ name: 'Third', retentionDays: 30 })
    const again = await api.ask('PATCH', address, { cookie: owner, body: { name: 'Fourth' } })
    expect(again.json).toMatchObject({ name: 'Fourth', retentionDays: 30 })
    const forever = await api.ask('PATCH', address, { cookie: owner, body: { retentionDays: null } })
    expect(forever.json.retentionDays).toBeNull()
  })

  it('are deleted with their keys and data, when their name is repeated', async () => {
    const project = await create('Doomed')
    const address = `/api/v1/projects/${project.id}`
    const key = (
      await api.ask('POST', `${address}/keys`, { cookie: owner, body: { name: 'k', scopes: ['read'] } })
    ).json.key
    expect((await api.ask('DELETE', `${address}?confirmName=doomed`, { cookie: owner })).status).toBe(400)
    expect(erased).toEqual([])
    expect((await api.ask('DELETE', `${address}?confirmName=Doomed`, { cookie: owner })).status).toBe(204)
    expect(erased).toEqual([project.id])
    expect((await api.ask('GET', address, { cookie: owner })).status).toBe(404)
    expect((await api.ask('GET', address, { key })).status).toBe(401)
  })

  it('keep the default one', async () => {
    const answer = await api.ask('DELETE', '/api/v1/projects/default?confirmName=Default', { cookie: owner })
    expect(answer.status).toBe(409)
  })
})

describe('the audit log', () => {
  it('names who changed what, in the transaction of the change', async () => {
    const { rows } = await api.postgres.pool.query('SELECT DISTINCT action FROM audit_log')
    expect(rows.map((r) => r.action).sort()).toEqual([
      'installation.set_up',
      'key.created',
      'key.revoked',
      'member.added',
      'member.role_changed',
      'project.changed',
      'project.created',
      'project.deleted',
      'rule.created',
    ])
    const orphans = await api.postgres.pool.query(
      "SELECT 1 FROM audit_log WHERE actor_id IS NULL AND actor_type <> 'system'",
    )
    expect(orphans.rowCount).toBe(0)
  })
})
