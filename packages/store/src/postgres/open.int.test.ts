import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from './in-transaction.ts'
import { openPostgres, type PostgresHandle } from './open.ts'

describe('the embedded Postgres', () => {
  let directory: string
  let handle: PostgresHandle
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'assay-pg-'))
    handle = await openPostgres({ path: join(directory, 'deep', 'pg') })
    await handle.pool.query('CREATE TABLE counter (id int PRIMARY KEY, value int)')
    await handle.pool.query('INSERT INTO counter VALUES (1, 0)')
  })
  afterAll(async () => {
    await handle.close()
    await rm(directory, { recursive: true })
  })
  const value = async (): Promise<number> =>
    (await handle.pool.query('SELECT value FROM counter')).rows[0].value

  it('lays its files anew where an earlier start was cut short, and leaves nothing of that', async () => {
    const path = join(directory, 'cut', 'pg')
    await mkdir(`${path}.new/base`, { recursive: true })
    await writeFile(`${path}.new/PG_VERSION`, 'nonsense')
    const laid = await openPostgres({ path })
    try {
      const { rows } = await laid.pool.query('SHOW shared_buffers')
      expect(rows).toEqual([{ shared_buffers: '8MB' }])
      expect(await readdir(join(directory, 'cut'))).toEqual(['pg'])
    } finally {
      await laid.close()
    }
  })

  it('never mixes the transactions of two clients', async () => {
    const before = await value()
    const increments = Array.from({ length: 40 }, (_, i) =>
      inTransaction(handle.pool, async (tx) => {
        const { rows } = await tx.query<{ value: number }>('SELECT value FROM counter WHERE id = $1', [1])
        await new Promise((resolve) => setTimeout(resolve, 1))
        await tx.query('UPDATE counter SET value = $1 WHERE id = 1', [(rows[0]?.value ?? 0) + 1])
        if (i % 4 === 0) throw new Error('rolled back')
      }).catch(() => undefined),
    )
    await Promise.all(increments)
    expect(await value()).toBe(before + 30)
  })

  it('gives each of many queries at once its own answer', async () => {
    const answers = await Promise.all(
      Array.from({ length: 300 }, (_, i) =>
        handle.pool.query('SELECT $1::int AS n, $2::text AS s', [i, 'x'.repeat(i)]),
      ),
    )
    expect(answers.map((a) => [a.rows[0].n, a.rows[0].s.length])).toEqual(answers.map((_, i) => [i, i]))
  })

  it('rolls back what a client left open, and serves the next one', async () => {
    const before = await value()
    const client = await handle.pool.connect()
    await client.query('BEGIN')
    await client.query('UPDATE counter SET value = 1000')
    client.release(true)
    expect(await value()).toBe(before)
  })

  it('answers after a faulty query as before it', async () => {
    await expect(handle.pool.query('SELECT * FROM missing WHERE a = $1', [1])).rejects.toMatchObject({
      code: '42P01',
    })
    await expect(handle.pool.query('nonsense')).rejects.toMatchObject({ code: '42601' })
    expect((await handle.pool.query('SELECT 1 AS one')).rows).toEqual([{ one: 1 }])
  })

  it('takes the same named statement from several clients', async () => {
    const ask = () => handle.pool.query({ name: 'same', text: 'SELECT $1::int AS n', values: [7] })
    const answers = await Promise.all(Array.from({ length: 20 }, ask))
    expect(answers.map((a) => a.rows[0].n)).toEqual(Array.from({ length: 20 }, () => 7))
  })

  it('tells a listening client what another one notified', async () => {
    const listener = await handle.pool.connect()
    const heard = new Promise((resolve) => listener.once('notification', (n) => resolve(n.payload)))
    await listener.query('LISTEN news')
    await handle.pool.query("SELECT pg_notify('news', 'hello')")
    expect(await heard).toBe('hello')
    listener.release()
  })

  it('keeps what was written when it is closed and opened again', async () => {
    const before = await value()
    await handle.close()
    handle = await openPostgres({ path: join(directory, 'deep', 'pg') })
    expect(await value()).toBe(before)
  })
})
