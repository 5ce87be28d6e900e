import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { inTransaction } from './in-transaction.ts'

const DIRECTORY = fileURLToPath(new URL('../../../../migrations/postgres', import.meta.url))
const FILE_NAME = /^(\d{4})_[a-z0-9_]+\.sql$/

/** Keeps two starting processes from migrating at once; any fixed number will do. */
const LOCK_KEY = 4_170_711

export interface Migration {
  number: number
  name: string
  sql: string
  /** SHA-256 of the file in hex. */
  checksum: string
}

/**
 * Brings the Postgres schema up to date: runs each numbered file of `migrations/postgres` that has not run, each in a
 * transaction of its own, and records its checksum. Answers the names of the files that ran now.
 *
 * Throws, and changes nothing more, when a file that ran was edited or is missing, when numbers repeat or leave a gap,
 * or when the database is newer than this program.
 */
export async function migratePostgres(pool: Pool, directory: string = DIRECTORY): Promise<string[]> {
  const migrations = await readMigrations(directory)
  await pool.query(`CREATE TABLE IF NOT EXISTS schema_migration
    (number integer NOT NULL PRIMARY KEY, name text NOT NULL, checksum text NOT NULL, applied_at timestamptz NOT NULL DEFAULT now())`)
  const ran: string[] = []
  for (const migration of migrations) if (await apply(pool, migration, migrations)) ran.push(migration.name)
  return ran
}

function apply(pool: Pool, migration: Migration, known: Migration[]): Promise<boolean> {
  return inTransaction(pool, async (tx) => {
    await tx.query('SELECT pg_advisory_xact_lock($1)', [LOCK_KEY])
    const { rows } = await tx.query<{ number: number; name: string; checksum: string }>(
      'SELECT number, name, checksum FROM schema_migration ORDER BY number',
    )
    for (const row of rows) refuseUnlessSame(row, known)
    if (rows.some((row) => row.number === migration.number)) return false
    await tx.query(migration.sql)
    await tx.query('INSERT INTO schema_migration (number, name, checksum) VALUES ($1, $2, $3)', [
      migration.number,
      migration.name,
      migration.checksum,
    ])
    return true
  })
}

function refuseUnlessSame(
  applied: { number: number; name: string; checksum: string },
  known: Migration[],
): void {
  const file = known.find((m) => m.number === applied.number)
  if (!file)
    throw new Error(
      `Postgres has migration ${applied.name}, which this version does not know: it is older than the database. Start the newer version.`,
    )
  if (file.checksum !== applied.checksum)
    throw new Error(
      `Migration ${file.name} was changed after it ran on this Postgres. Restore the file and put the change into a new one.`,
    )
}

/** Reads the numbered files in order; numbers start at 1 without gaps. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort()
  return Promise.all(
    names.map(async (name, index) => {
      const number = Number(FILE_NAME.exec(name)?.[1])
      if (number !== index + 1)
        throw new Error(
          `Migration ${name} should be number ${String(index + 1).padStart(4, '0')}: numbers start at 1 without gaps.`,
        )
      const sql = await readFile(join(directory, name), 'utf8')
      return { number, name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}
