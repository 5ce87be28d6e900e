import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openMemoryPostgres } from '../../../../test/runner/laid-postgres.ts'
import { migratePostgres } from './migrate.ts'
import type { PostgresHandle } from './open.ts'

describe('the migrations of Postgres', () => {
  let directory: string
  let handle: PostgresHandle
  const put = (name: string, sql: string) => writeFile(join(directory, name), sql)
  beforeAll(async () => {
    handle = await openMemoryPostgres()
  })
  beforeEach(async () => {
    await handle.pool.query('DROP SCHEMA public CASCADE')
    await handle.pool.query('CREATE SCHEMA public')
    directory = await mkdtemp(join(tmpdir(), 'assay-migrations-'))
    await put('0001_first.sql', 'CREATE TABLE first (id int); INSERT INTO first VALUES (1);')
  })
  afterAll(async () => {
    await handle.close()
    await rm(directory, { recursive: true })
  })

  it('run once, also when two processes start together', async () => {
    const ran = await Promise.all([
      migratePostgres(handle.pool, directory),
      migratePostgres(handle.pool, directory),
    ])
    expect(ran.flat()).toEqual(['0001_first.sql'])
    expect((await handle.pool.query('SELECT count(*)::int AS n FROM first')).rows).toEqual([{ n: 1 }])
  })

  it('leave nothing of a file that fails', async () => {
    await put('0002_second.sql', 'CREATE TABLE second (id int); SELECT * FROM missing;')
    await expect(migratePostgres(handle.pool, directory)).rejects.toThrow('missing')
    expect(
      (await handle.pool.query("SELECT to_regclass('first') AS a, to_regclass('second') AS b")).rows,
    ).toEqual([{ a: 'first', b: null }])
    await put('0002_second.sql', 'CREATE TABLE second (id int);')
    expect(await migratePostgres(handle.pool, directory)).toEqual(['0002_second.sql'])
  })

  it('refuse a file that was changed after it ran', async () => {
    await migratePostgres(handle.pool, directory)
    await put('0001_first.sql', 'CREATE TABLE first (id bigint);')
    await expect(migratePostgres(handle.pool, directory)).rejects.toThrow('changed after it ran')
  })

  it('refuse a database that is newer than the program', async () => {
    await put('0002_second.sql', 'CREATE TABLE second (id int);')
    await migratePostgres(handle.pool, directory)
    await rm(join(directory, '0002_second.sql'))
    await expect(migratePostgres(handle.pool, directory)).rejects.toThrow('older than the database')
  })

  it('refuse a gap in the numbers', async () => {
    await put('0003_third.sql', 'SELECT 1')
    await expect(migratePostgres(handle.pool, directory)).rejects.toThrow('should be number 0002')
  })

  it('make the default project before anybody signs in', async () => {
    await migratePostgres(handle.pool)
    expect((await handle.pool.query('SELECT id, organisation_id FROM project')).rows).toEqual([
      { id: 'default', organisation_id: 'default' },
    ])
  })
})
