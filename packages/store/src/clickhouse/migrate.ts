import { AssayError } from '@assay/contract/error'
import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { ClickHouse } from './client.ts'
import { splitStatements } from './split-statements.ts'

export interface MigrateOptions {
  clickhouse: ClickHouse
  /** Directory of `NNNN_name.sql` files, applied in the order of their names. */
  directory: string
  /** Clock in Unix milliseconds. */
  now: () => number
}

const Applied = z.object({ name: z.string(), checksum: z.string() })

/**
 * Brings the database to the state of the migration files; each is applied once. Statements must bear being
 * run twice (IF NOT EXISTS), or say by a comment `-- when: SELECT …` above them when they are still due: a crash in the
 * middle of a file runs it again from its start.
 * @returns the names of the files applied now.
 * @throws AssayError `conflict` when an applied file has changed or is gone, or the database is newer than the program.
 */
export async function migrateClickHouse({ clickhouse, directory, now }: MigrateOptions): Promise<string[]> {
  await clickhouse.command(
    `CREATE TABLE IF NOT EXISTS schema_migrations (name String, checksum String, applied_at DateTime64(3, 'UTC'))
     ENGINE = MergeTree ORDER BY name`,
  )
  const files = await readMigrations(directory)
  const applied = await clickhouse.query({
    name: 'applied-migrations',
    sql: 'SELECT name, argMax(checksum, applied_at) AS checksum FROM schema_migrations GROUP BY name ORDER BY name',
    rows: Applied,
  })
  check(files, applied)
  const done = new Set(applied.map((row) => row.name))
  const due = files.filter((file) => !done.has(file.name))
  for (const file of due) {
    for (const { sql, when } of splitStatements(file.sql)) {
      if (when === null || (await isDue(clickhouse, when))) await clickhouse.command(sql)
    }
    await clickhouse.command(
      `INSERT INTO schema_migrations (name, checksum, applied_at)
       SELECT {name:String}, {checksum:String}, fromUnixTimestamp64Milli({at:Int64}, 'UTC')`,
      { name: file.name, checksum: file.checksum, at: now() },
    )
  }
  return due.map((file) => file.name)
}

/** The condition's one answer; of no row, false. */
async function isDue(clickhouse: ClickHouse, when: string): Promise<boolean> {
  const rows = await clickhouse.query({
    name: 'migration-when',
    sql: `SELECT coalesce((${when}), 0) = 1 AS isDue`,
    rows: z.object({ isDue: z.number() }),
  })
  return rows[0]?.isDue === 1
}

interface Migration {
  name: string
  sql: string
  checksum: string
}

async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name) => {
      const sql = (await readFile(join(directory, name), 'utf8')).replaceAll('\r\n', '\n')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

function check(files: readonly Migration[], applied: readonly z.infer<typeof Applied>[]): void {
  const last = files.at(-1)?.name ?? ''
  for (const { name, checksum } of applied) {
    const file = files.find((candidate) => candidate.name === name)
    if (!file && name > last) {
      throw new AssayError(
        'conflict',
        `the ClickHouse database is newer than this program: it has ${name}; start a newer Assay`,
      )
    }
    if (!file)
      throw new AssayError(
        'conflict',
        `migration ${name} is applied but its file is missing; restore the file`,
      )
    if (file.checksum !== checksum) {
      throw new AssayError(
        'conflict',
        `migration ${name} has changed since it was applied; restore it and add a new file`,
      )
    }
  }
  const newest = applied.at(-1)?.name ?? ''
  const late = files.find((file) => file.name < newest && !applied.some((row) => row.name === file.name))
  if (late) {
    throw new AssayError(
      'conflict',
      `migration ${late.name} comes before ${newest}, which is applied; give it a later number`,
    )
  }
}
