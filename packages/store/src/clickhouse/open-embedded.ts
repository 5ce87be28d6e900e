import {
  ClickHouseLogLevel,
  createClient,
  type ClickHouseClient,
  type ClickHouseClientConfigOptions,
} from '@clickhouse/client'
import { AssayError } from '@assay/contract/error'
import { drainPending, Session } from 'chdb'
import { createChdbConnection } from 'chdb/connection'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { bindStatement, checkParams, stringLiteral } from './bind-params.ts'
import type { ClickHouse, FileInsert, Query, Setting, Settings } from './client.ts'
import { createPool, type Pool } from './embedded-pool.ts'
import { engineArguments, readSettings, WRITE_SETTINGS } from './engine-settings.ts'
import { oneBlock } from './insert-settings.ts'
import { mapError } from './map-error.ts'
import { readRows } from './read-rows.ts'
import { reserveThreads } from './reserve-threads.ts'

export interface EmbeddedOptions {
  /** Data directory; made where it lacks. One process at a time may open it. */
  path: string
  /** Memory that the engine may take, in bytes. Default 2 GiB. */
  memoryBytes?: number
  /** Connections for queries, each one query at a time. Default 3. */
  readers?: number
  /** Queries that may wait for a connection. Default 200. */
  maxWaiting?: number
}

interface Connection {
  client: ClickHouseClient
  base: Settings
  /** Settings that an earlier query left on the connection: SET outlives its query. */
  left: Set<string>
}

const sqlValue = (value: Setting) =>
  typeof value === 'string' ? stringLiteral(value) : String(Number(value))

/** The SETs that bring a connection to its base settings plus those of the next query. */
function settle(connection: Connection, settings: Settings): string {
  const parts = Object.entries(settings).map(([key, value]) => `${key} = ${sqlValue(value)}`)
  for (const key of connection.left) {
    if (key in settings) continue
    const base = connection.base[key]
    parts.push(`${key} = ${base === undefined ? 'DEFAULT' : sqlValue(base)}`)
  }
  connection.left = new Set(Object.keys(settings))
  return parts.length === 0 ? '' : `SET ${parts.join(', ')}; `
}

/** Opens the engine in this process on `path`. @throws AssayError `unavailable` when the directory cannot be opened. */
export async function openEmbedded(options: EmbeddedOptions): Promise<ClickHouse> {
  const path = resolve(options.path)
  const readerCount = options.readers ?? 3
  reserveThreads(readerCount + 2)
  mkdirSync(path, { recursive: true })
  const memoryBytes = options.memoryBytes ?? 2 * 1024 ** 3
  const session = openSession(path, engineArguments(memoryBytes))
  const connect = (base: Settings): Connection => ({
    client: createClient({ connection: chdbConnection(path), log: { level: ClickHouseLogLevel.OFF } }),
    base,
    left: new Set(Object.keys(base)),
  })
  const inserter = connect(WRITE_SETTINGS)
  const writer = connect(WRITE_SETTINGS)
  const readers = Array.from({ length: readerCount }, () => connect(readSettings(memoryBytes)))
  const readPool = createPool(readers, options.maxWaiting ?? 200)
  const insertPool = createPool([inserter], 1000)
  const writePool = createPool([writer], 1000)
  let isClosed = false

  /** Runs on a connection and gives it back when the engine is done, even where the caller has left before. */
  const run = async <T>(
    pool: Pool<Connection>,
    name: string,
    signal: AbortSignal | undefined,
    work: (c: Connection) => Promise<T>,
  ): Promise<T> => {
    if (isClosed) throw new AssayError('unavailable', 'ClickHouse is closed')
    const connection = await pool.take(signal)
    const done = work(connection).finally(() => pool.give(connection))
    return untilAborted(done, signal).catch((error: unknown) => {
      throw mapError(name, error)
    })
  }

  const write = (
    pool: Pool<Connection>,
    name: string,
    sql: string,
    params: Record<string, unknown>,
    settings: Settings,
  ) => {
    checkParams(name, sql, params)
    return run(pool, name, undefined, async (c) => {
      await c.client.command({ query: settle(c, settings) + bindStatement(sql, params) + sql })
    })
  }

  return {
    isEmbedded: true,
    command: (sql, params = {}, settings = {}) => write(writePool, 'command', sql, params, settings),
    async query<Row>(query: Query<Row>): Promise<Row[]> {
      const params = query.params ?? {}
      checkParams(query.name, query.sql, params)
      const timeoutMs = query.timeoutMs ?? 30_000
      // The engine ends the query itself; the second later is for one that does not look at its clock.
      const signal = anySignal(query.signal, AbortSignal.timeout(timeoutMs + 1000))
      const settings = { ...query.settings, max_execution_time: timeoutMs / 1000 }
      const rows = await run(readPool, query.name, signal, async (c) => {
        const sql = settle(c, settings) + bindStatement(query.sql, params) + query.sql
        const result = await c.client.query({ query: sql, format: 'JSONEachRow' })
        return result.json()
      })
      return readRows(query.name, query.rows, rows)
    },
    insertFile(insert) {
      // An INSERT SELECT is deduplicated only where its answer is stable; one thread over one file is.
      const settings = {
        ...oneBlock(insert.rows, insert.token),
        deduplicate_insert_select: 'enable_even_for_bad_queries',
      }
      return write(insertPool, 'insertFile', insertStatement(insert), {}, settings)
    },
    async ping() {
      await run(readPool, 'ping', AbortSignal.timeout(5000), (c) => c.client.command({ query: 'SELECT 1' }))
    },
    async close() {
      if (isClosed) return
      isClosed = true
      await Promise.all([readPool, insertPool, writePool].map((pool) => pool.idle()))
      await Promise.all([...readers, inserter, writer].map((c) => c.client.close()))
      session.close()
      await drainPending()
    },
  }
}

function insertStatement(insert: FileInsert): string {
  const names = insert.columns.map(([name]) => `\`${name}\``).join(', ')
  const structure = insert.columns.map(([name, type]) => `${name} ${type}`).join(', ')
  const source = `file(${stringLiteral(insert.path)}, 'RowBinary', ${stringLiteral(structure)})`
  return `INSERT INTO ${insert.table} (${names}) SELECT ${names} FROM ${source}`
}

// chdb types its connection by its own copy of the client's classes, whose private fields never match.
function chdbConnection(path: string): NonNullable<ClickHouseClientConfigOptions['connection']> {
  return createChdbConnection({ path }) as unknown as NonNullable<ClickHouseClientConfigOptions['connection']>
}

function openSession(path: string, connectionArgs: string[]): Session {
  try {
    return new Session(path, { connectionArgs })
  } catch (error) {
    throw new AssayError(
      'unavailable',
      `ClickHouse cannot open ${path}; another process may have it open`,
      { path },
      error,
    )
  }
}

function anySignal(a: AbortSignal | undefined, b: AbortSignal): AbortSignal {
  return a ? AbortSignal.any([a, b]) : b
}

/** Rejects when the signal aborts, while the work goes on behind. */
function untilAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return work
  return new Promise<T>((resolve, reject) => {
    const leave = () =>
      reject(
        new AssayError('unavailable', 'the query was cancelled or took too long', undefined, signal.reason),
      )
    if (signal.aborted) leave()
    signal.addEventListener('abort', leave, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave))
  })
}
