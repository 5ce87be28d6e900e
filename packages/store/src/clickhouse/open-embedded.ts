import './return-memory.ts'
import { AssayError } from '@assay/contract/error'
import { drainPending, Session } from 'chdb'
import { mkdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { checkParams, stringLiteral } from './bind-params.ts'
import type { ClickHouse, FileInsert, Query, Settings } from './client.ts'
import { connectEmbedded, type EmbeddedConnection } from './embedded-connection.ts'
import { createPool, type Pool } from './embedded-pool.ts'
import { engineArguments, readSettings, WRITE_SETTINGS } from './engine-settings.ts'
import { oneBlock } from './insert-settings.ts'
import { mapError } from './map-error.ts'
import { readRows } from './read-rows.ts'
import { reserveThreads } from './reserve-threads.ts'
import { yieldToOthers } from './yield-to-others.ts'

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

/** Opens the engine in this process on `path`. @throws AssayError `unavailable` when the directory cannot be opened. */
export async function openEmbedded(options: EmbeddedOptions): Promise<ClickHouse> {
  const path = resolve(options.path)
  const readerCount = options.readers ?? 3
  reserveThreads(readerCount + 3)
  mkdirSync(path, { recursive: true })
  const memoryBytes = options.memoryBytes ?? 2 * 1024 ** 3
  const session = openSession(path, engineArguments(memoryBytes))
  // Two, so that the tables of a segment can be written side by side.
  const inserters = Array.from({ length: 2 }, () => connectEmbedded(path, WRITE_SETTINGS))
  const writer = connectEmbedded(path, WRITE_SETTINGS)
  const readers = Array.from({ length: readerCount }, () => connectEmbedded(path, readSettings(memoryBytes)))
  const readPool = createPool(readers, options.maxWaiting ?? 200)
  const insertPool = createPool(inserters, 1000)
  const writePool = createPool([writer], 1000)
  const stopYielding = yieldToOthers()
  let isClosed = false

  /** Runs on a connection and gives it back when the engine is done, even where the caller has left before. */
  const run = async <T>(
    pool: Pool<EmbeddedConnection>,
    name: string,
    signal: AbortSignal | undefined,
    work: (c: EmbeddedConnection) => Promise<T>,
  ): Promise<T> => {
    if (isClosed) throw new AssayError('unavailable', 'ClickHouse is closed')
    const connection = await pool.take(signal)
    const done = work(connection).finally(() => pool.give(connection))
    return untilAborted(done, signal).catch((error: unknown) => {
      throw mapError(name, error)
    })
  }

  const write = (
    pool: Pool<EmbeddedConnection>,
    name: string,
    sql: string,
    params: Record<string, unknown>,
    settings: Settings,
  ) => {
    checkParams(name, sql, params)
    return run(pool, name, undefined, (c) => c.command({ sql, params, settings }))
  }

  return {
    isEmbedded: true,
    command: (sql, params = {}, settings = {}) => write(writePool, 'command', sql, params, settings),
    async query<Row>(query: Query<Row>): Promise<Row[]> {
      const params = query.params ?? {}
      checkParams(query.name, query.sql, params)
      const timeoutMs = query.timeoutMs ?? 30_000
      // The engine ends the query itself; the second later is for one that does not look at its clock.
      const timeout = AbortSignal.timeout(timeoutMs + 1000)
      const signal = query.signal ? AbortSignal.any([query.signal, timeout]) : timeout
      const settings = { ...query.settings, max_execution_time: timeoutMs / 1000 }
      const rows = await run(readPool, query.name, signal, (c) =>
        c.query({ sql: query.sql, params, settings }),
      )
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
      await run(readPool, 'ping', AbortSignal.timeout(5000), (c) =>
        c.query({ sql: 'SELECT 1', params: {}, settings: {} }),
      )
    },
    async close() {
      if (isClosed) return
      isClosed = true
      stopYielding()
      await Promise.all([readPool, insertPool, writePool].map((pool) => pool.idle()))
      await Promise.all([...readers, ...inserters, writer].map((c) => c.close()))
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
