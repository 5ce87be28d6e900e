import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import type { ClickHouse } from '@assay/store/clickhouse/open'
import { splitStatements } from '@assay/store/clickhouse/split-statements'
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
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

  it('skips a statement whose condition does not hold, or finds nothing to hold of', async () => {
    const second = `-- when: SELECT count() = 0 FROM a
INSERT INTO a (x) VALUES (1);
-- when: SELECT count() = 0 FROM a
INSERT INTO a (x) VALUES (2);
-- when: SELECT x = 1 FROM b
INSERT INTO a (x) VALUES (3);`
    writeFileSync(join(directory, '0002_second.sql'), second)
    await migrate()
    const rows = await clickhouse.query({
      name: 'a',
      sql: 'SELECT x FROM a',
      rows: z.object({ x: z.number() }),
    })
    expect(rows).toEqual([{ x: 1 }])
  })

  it('keeps every body while their table changes, wherever a start was cut short', async () => {
    const files = readdirSync(CLICKHOUSE_MIGRATIONS).sort()
    const change = files.find((name) => name.includes('plain_content'))!
    for (const name of files.slice(0, files.indexOf(change)))
      copyFileSync(join(CLICKHOUSE_MIGRATIONS, name), join(directory, name))
    rmSync(join(directory, '0001_first.sql'))
    await migrate()
    const steps = splitStatements(readFileSync(join(CLICKHOUSE_MIGRATIONS, change), 'utf8'))
    const bodies = async () => {
      const rows = await clickhouse.query({
        name: 'bodies',
        sql: `SELECT toUInt32(count()) AS n, any(input_text) AS text,
            (SELECT engine FROM system.tables WHERE database = currentDatabase() AND name = 'span_content') AS engine
          FROM span_content`,
        rows: z.object({ n: z.number(), text: z.string(), engine: z.string() }),
      })
      return rows[0]
    }
    await clickhouse.command(`INSERT INTO span_content (project_id, input_text) VALUES ('p', 'kept')`)
    const due = { n: 1, text: 'kept', engine: 'ReplacingMergeTree' }
    expect(await bodies()).toEqual(due)
    for (let done = 1; done < steps.length; done++) {
      if ((await bodies())?.engine === 'MergeTree') break
      for (const { sql } of steps.slice(0, done)) await clickhouse.command(sql)
      expect(await bodies()).toMatchObject({ n: 1, text: 'kept' })
    }
    copyFileSync(join(CLICKHOUSE_MIGRATIONS, change), join(directory, change))
    await migrate()
    expect(await bodies()).toEqual({ ...due, engine: 'MergeTree' })
    expect(await tables()).not.toContain('span_content_plain')
  })

  it('keeps every text of messages while its table gets smaller granules, wherever a start was cut short', async () => {
    const files = readdirSync(CLICKHOUSE_MIGRATIONS).sort()
    const change = files.find((name) => name.includes('small_granules'))!
    rmSync(join(directory, '0001_first.sql'))
    for (const name of files.slice(0, files.indexOf(change)))
      copyFileSync(join(CLICKHOUSE_MIGRATIONS, name), join(directory, name))
    await migrate()
    const steps = splitStatements(readFileSync(join(CLICKHOUSE_MIGRATIONS, change), 'utf8'))
    const add = (hash: string) =>
      clickhouse.command(
        `INSERT INTO message_bodies SELECT 'p', toDate('2026-11-01'), toFixedString('${hash}', 16), '"${hash}"'`,
      )
    const bodies = async () => {
      const rows = await clickhouse.query({
        name: 'bodies',
        sql: `SELECT groupArray(body) AS bodies FROM (SELECT body FROM message_bodies ORDER BY hash LIMIT 1 BY hash)`,
        rows: z.object({ bodies: z.array(z.string()) }),
      })
      return rows[0]?.bodies
    }
    await add('old')
    // A step whose condition no longer holds is left out, as a start leaves it out.
    for (let done = 1; done <= steps.length; done++) {
      const hasChanged = (await granules()) === 128
      for (const { sql, when } of steps.slice(0, done))
        if (when === null || !hasChanged) await clickhouse.command(sql)
    }
    await add('new')
    copyFileSync(join(CLICKHOUSE_MIGRATIONS, change), join(directory, change))
    await migrate()
    expect(await bodies()).toEqual(['"new"', '"old"'])
    expect(await granules()).toBe(128)
    expect(await tables()).not.toContain('message_bodies_small')

    async function granules(): Promise<number> {
      const rows = await clickhouse.query({
        name: 'granules',
        sql: `SELECT toUInt32OrZero(extract(create_table_query, 'index_granularity = ([0-9]+)')) AS rows FROM system.tables
          WHERE database = currentDatabase() AND name = 'message_bodies'`,
        rows: z.object({ rows: z.number() }),
      })
      return rows[0]?.rows ?? 0
    }
  })

  it('lays the tables that ship with the program', async () => {
    directory = CLICKHOUSE_MIGRATIONS
    await migrate()
    expect(await tables()).toEqual(expect.arrayContaining(['spans', 'span_content', 'trace_index', 'facets']))
  })
})
