import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { KeyScope } from '@assay/contract/role'
import { openMemoryPostgres } from '../../../../../test/runner/laid-postgres.ts'
import { migratePostgres } from '../migrate.ts'
import type { PostgresHandle } from '../open.ts'
import { createIngestAuthenticator } from './authenticate-ingest.ts'
import { createKey } from './create.ts'
import { listKeys } from './list.ts'
import { revokeKey } from './revoke.ts'

describe('the keys of senders', () => {
  let handle: PostgresHandle
  let now = new Date('2026-01-01T00:00:00Z')
  let ids = 0
  const change = () => ({ actor: { type: 'system', id: null } as const, now, newId: () => `id${++ids}` })
  const make = (scopes: KeyScope[]) =>
    createKey(handle.pool, change(), {
      projectId: 'default',
      name: 'a key',
      scopes,
      random: crypto.getRandomValues(new Uint8Array(32)),
    })
  const later = (ms: number) => {
    now = new Date(now.getTime() + ms)
  }
  const authenticator = (allowAnonymous: boolean) =>
    createIngestAuthenticator({
      pool: handle.pool,
      bootstrapKey: 'a-bootstrap-key',
      allowAnonymous,
      now: () => now,
    })
  beforeAll(async () => {
    handle = await openMemoryPostgres()
    await migratePostgres(handle.pool)
  })
  afterAll(() => handle.close())

  it('are taken as bearer token, as x-api-key and as password of Basic', async () => {
    const { key } = await make(['ingest'])
    const authenticate = authenticator(false)
    const basic = (pair: string) => ({ authorization: `Basic ${Buffer.from(pair).toString('base64')}` })
    for (const headers of [
      { authorization: `Bearer ${key}` },
      { authorization: `bearer ${key}` },
      { 'x-api-key': key },
      basic(`assay:${key}`),
      basic(`${key}:`),
    ])
      expect(await authenticate(headers)).toEqual({ projectId: 'default' })
  })

  it('let nobody in without one, unless anonymous senders are allowed', async () => {
    await expect(authenticator(false)({})).rejects.toMatchObject({ code: 'unauthenticated' })
    expect(await authenticator(true)({})).toEqual({ projectId: 'default' })
  })

  it('are refused when wrong, also where anonymous senders are allowed', async () => {
    const authenticate = authenticator(true)
    for (const headers of [
      { authorization: 'Bearer ask_wrong' },
      { authorization: 'Bearer ' },
      { authorization: 'nonsense' },
      { 'x-api-key': '' },
    ])
      await expect(authenticate(headers)).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('are refused within five seconds after they were revoked', async () => {
    const made = await make(['ingest'])
    const authenticate = authenticator(true)
    const headers = { authorization: `Bearer ${made.key}` }
    await authenticate(headers)
    await revokeKey(handle.pool, change(), { projectId: 'default', keyId: made.id })
    later(5_000)
    await expect(authenticate(headers)).rejects.toMatchObject({ code: 'unauthenticated' })
    await expect(
      revokeKey(handle.pool, change(), { projectId: 'default', keyId: made.id }),
    ).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it('cannot send with the scope read alone', async () => {
    const { key } = await make(['read'])
    await expect(authenticator(true)({ 'x-api-key': key })).rejects.toMatchObject({ code: 'forbidden' })
  })

  it('tell their last use at most once a minute', async () => {
    const made = await make(['ingest'])
    const authenticate = authenticator(false)
    const lastUse = async () =>
      (await listKeys(handle.pool, 'default')).find((k) => k.id === made.id)?.lastUsedAt
    const use = () => authenticate({ 'x-api-key': made.key })
    await use()
    const first = now.toISOString()
    expect(await lastUse()).toBe(first)
    later(30_000)
    await use()
    expect(await lastUse()).toBe(first)
    later(30_000)
    await use()
    expect(await lastUse()).toBe(now.toISOString())
  })

  it('are stored as a hash alone', async () => {
    const { key } = await make(['ingest'])
    const { rows } = await handle.pool.query('SELECT k::text AS row FROM api_key k')
    expect(rows.some((r) => r.row.includes(key))).toBe(false)
    const audit = await handle.pool.query('SELECT a::text AS row FROM audit_log a')
    expect(audit.rows.some((r) => r.row.includes(key))).toBe(false)
  })

  it('of the start-up options have every scope and are stored nowhere', async () => {
    expect(await authenticator(false)({ 'x-api-key': 'a-bootstrap-key' })).toEqual({ projectId: 'default' })
    const { rows } = await handle.pool.query("SELECT 1 FROM api_key WHERE name ILIKE '%bootstrap%'")
    expect(rows).toEqual([])
  })
})
