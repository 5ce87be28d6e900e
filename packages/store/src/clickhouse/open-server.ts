import { ClickHouseLogLevel, createClient, type ClickHouseClient } from '@clickhouse/client'
import { AssayError } from '@assay/contract/error'
import { createReadStream } from 'node:fs'
import { checkParams } from './bind-params.ts'
import type { ClickHouse, FileInsert, Query, Settings } from './client.ts'
import { ANSWER_BOUNDS } from './engine-settings.ts'
import { oneBlock } from './insert-settings.ts'
import { mapError } from './map-error.ts'
import { readRows } from './read-rows.ts'

export interface ServerOptions {
  /** `http[s]://user:password@host:port/database`; the database is made where it lacks. */
  url: string
  /** Sockets kept open, for questions and for inserts each. Default 20. */
  maxConnections?: number
  /**
   * An insert is given up after so many milliseconds without a byte either way, or twice as many where the server does
   * not even read. Default 20,000.
   */
  insertQuietMs?: number
}

/** The same for all else: a deletion waits in silence until every part is rewritten. Questions have limits of their own. */
const QUIET_MS = 300_000
/** A start on a server that stalls ends, so that whoever runs the process tries again. */
const START_QUIET_MS = 30_000
const INSERT_QUIET_MS = 20_000
/** As long as readiness waits: a ping that nobody waits for must not hold a socket that questions need. */
const PING_MS = 2_000

const IDENTIFIER = /^[A-Za-z_][A-Za-z0-9_]*$/

/** Connects to a server. @throws AssayError `unavailable` when it does not answer, `invalid` for an unusable URL. */
export async function openServer(options: ServerOptions): Promise<ClickHouse> {
  const url = new URL(options.url)
  const database = decodeURIComponent(url.pathname.slice(1)) || 'default'
  if (!IDENTIFIER.test(database))
    throw new AssayError('invalid', 'the ClickHouse URL names no usable database')
  await createDatabase(url, database)
  const maxConnections = options.maxConnections ?? 20
  const client = connect(url, database, maxConnections, QUIET_MS)
  const inserter = connect(url, database, maxConnections, options.insertQuietMs ?? INSERT_QUIET_MS)
  const running = new Set<Promise<unknown>>()

  const run = async <T>(name: string, work: () => Promise<T>, signal?: AbortSignal): Promise<T> => {
    const promise = work()
    running.add(promise)
    try {
      return await promise
    } catch (error) {
      if (signal?.aborted) {
        throw new AssayError('unavailable', 'the query was cancelled or took too long', undefined, error)
      }
      throw mapError(name, error)
    } finally {
      running.delete(promise)
    }
  }

  return {
    isEmbedded: false,
    async query<Row>(query: Query<Row>): Promise<Row[]> {
      const params = query.params ?? {}
      checkParams(query.name, query.sql, params)
      const timeoutMs = query.timeoutMs ?? 30_000
      const timeout = AbortSignal.timeout(timeoutMs + 1000)
      const signal = query.signal ? AbortSignal.any([query.signal, timeout]) : timeout
      const ask = async () => {
        const result = await client.query({
          query: query.sql,
          format: 'JSONEachRow',
          query_params: params,
          abort_signal: signal,
          clickhouse_settings: {
            ...textSettings({ ...ANSWER_BOUNDS, ...query.settings }),
            max_execution_time: timeoutMs / 1000,
            cancel_http_readonly_queries_on_client_close: 1,
          },
        })
        return result.json()
      }
      return readRows(query.name, query.rows, await run(query.name, ask, signal))
    },
    command: async (sql, params = {}, settings = {}) => {
      checkParams('command', sql, params)
      await run('command', () =>
        client.command({ query: sql, query_params: params, clickhouse_settings: textSettings(settings) }),
      )
    },
    insertFile: (insert) => run('insertFile', () => sendFile(inserter, database, insert)),
    async ping() {
      const answer = await run('ping', () =>
        client.ping({ select: true, abort_signal: AbortSignal.timeout(PING_MS) }),
      )
      if (!answer.success) throw mapError('ping', answer.error)
    },
    async close() {
      await Promise.allSettled([...running])
      await Promise.all([client.close(), inserter.close()])
    },
  }
}

/**
 * The token is also the query's id. An insert that was given up may still run, and a server refuses a second query with
 * the id of one that runs (216): a slow server is asked again whether it is done, and never works at it twice.
 */
async function sendFile(client: ClickHouseClient, database: string, insert: FileInsert): Promise<void> {
  const names = insert.columns.map(([name]) => `\`${name}\``).join(', ')
  const { stream } = await client.exec({
    query: `INSERT INTO ${insert.table} (${names}) FORMAT RowBinary`,
    query_id: `${database}.${insert.token}`,
    values: createReadStream(insert.path, { highWaterMark: 1 << 20 }),
    clickhouse_settings: textSettings(oneBlock(insert.rows, insert.token)),
  })
  for await (const _ of stream) continue
}

/** Settings as the HTTP interface takes them: all text. */
function textSettings(settings: Settings): Record<string, string> {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [
      key,
      String(typeof value === 'boolean' ? Number(value) : value),
    ]),
  )
}

function connect(url: URL, database: string, maxConnections: number, quietMs: number): ClickHouseClient {
  return createClient({
    url: url.origin,
    username: decodeURIComponent(url.username) || 'default',
    password: decodeURIComponent(url.password),
    database,
    application: 'assay',
    max_open_connections: maxConnections,
    // A limit of silence: the client starts it anew with every byte on the socket.
    request_timeout: quietMs,
    // Lists of ids take 80 KB; proxies refuse a URL of 8 KB, and Node one of 16 KB.
    use_multipart_params_auto: true,
    keep_alive: { enabled: true },
    log: { level: ClickHouseLogLevel.OFF },
    clickhouse_settings: { wait_end_of_query: 1 },
  })
}

async function createDatabase(url: URL, database: string): Promise<void> {
  const client = connect(url, 'default', 1, START_QUIET_MS)
  try {
    await client.command({ query: `CREATE DATABASE IF NOT EXISTS ${database}` })
  } catch (error) {
    throw mapError('createDatabase', error)
  } finally {
    await client.close()
  }
}
