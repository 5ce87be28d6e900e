import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import type { ClickHouse } from '@assay/store/clickhouse/open'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { describeEngines } from './engines.ts'
import { CLICKHOUSE_MIGRATIONS } from './migrations.ts'

const FIRST = `-- A comment; with a semicolon
CREATE TABLE IF NOT EXISTS a (x UInt8, note String DEFAULT 'a;b') ENGINE = MergeTree ORDER BY x;
CREATE TABLE IF NOT EXISTS b (x UInt8) ENGINE = MergeTree ORDER BY x; -- after; it
`

describeEngines('migrations', (open) => {
  let clickhouse: ClickHouse
  let directory: string
  const migrate = () => migrateClickHouse({ clickhouse, directory, now: () => 1_790_000_000_000 })
  const tables = async () => {
    const rows = await clickhouse.query({
      name: 'tables',
      sql: 'SELECT name FROM system.tables WHERE database = currentDatabase() ORDER BY name',
      rows: z.object({ name: z.string() }),
    })
    return rows.map((row) => row.name)
  }

  beforeEach(async () => {
    clickhouse = await open({ isMigrated: false })
    directory = mkdtempSync(join(tmpdir(), 'assay-migrations-'))
    writeFileSync(join(directory, '0001_first.sql'), FIRST)
    writeFileSync(join(directory, 'README.md'), 'no migration')
  })

  it('applies each file once, in order', async () => {
    writeFileSync(join(directory, '0002_second.sql'), 'INSERT INTO a (x) VALUES (1);')
    expect(await migrate()).toEqual(['0001_first.sql', '0002_second.sql'])
    expect(await migrate()).toEqual([])
    expect(await tables()).toEqual(['a', 'b', 'schema_migrations'])
    const rows = await clickhouse.query({
      name: 'a',
      sql: 'SELECT x, note FROM a',
      rows: z.object({ x: z.number(), note: z.string() }),
    })
    expect(rows).toEqual([{ x: 1, note: 'a;b' }])
  })

  it('finishes a file that a crash had cut short', async () => {
    await clickhouse.command('CREATE TABLE a (x UInt8, note String) ENGINE = MergeTree ORDER BY x')
    expect(await migrate()).toEqual(['0001_first.sql'])
    expect(await tables()).toContain('b')
  })

  it('refuses a file that changed after it was applied', async () => {
    await migrate()
    writeFileSync(join(directory, '0001_first.sql'), FIRST.replace('UInt8', 'UInt16'))
    await expect(migrate()).rejects.toThrow('0001_first.sql has changed since it was applied')
  })

  it('refuses when an applied file is gone', async () => {
    writeFileSync(join(directory, '0002_second.sql'), 'SELECT 1;')
    await migrate()
    rmSync(join(directory, '0001_first.sql'))
    await expect(migrate()).rejects.toThrow('0001_first.sql is applied but its file is missing')
  })

  it('refuses a database that is newer than the program', async () => {
    writeFileSync(join(directory, '0002_second.sql'), 'SELECT 1;')
    await migrate()
    rmSync(join(directory, '0002_second.sql'))
    await expect(migrate()).rejects.toThrow('newer than this program: it has 0002_second.sql')
  })

  it('refuses a new file that comes before an applied one', async () => {
    writeFileSync(join(directory, '0003_third.sql'), 'SELECT 1;')
    await migrate()
    writeFileSync(join(directory, '0002_second.sql'), 'SELECT 1;')
    await expect(migrate()).rejects.toThrow('0002_second.sql comes before 0003_third.sql')
  })

  it('lays the tables that ship with the program', async () => {
    directory = CLICKHOUSE_MIGRATIONS
    await migrate()
    expect(await tables()).toEqual(expect.arrayContaining(['spans', 'span_content', 'trace_index', 'facets']))
  })
})
