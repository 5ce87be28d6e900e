import {
  ClickHouseLogLevel,
  createClient,
  type ClickHouseClient,
  type ClickHouseClientConfigOptions,
} from '@clickhouse/client'
import { createChdbConnection } from 'chdb/connection'
import { bindStatement, stringLiteral } from './bind-params.ts'
import type { Setting, Settings } from './client.ts'

export interface Statement {
  sql: string
  params: Record<string, unknown>
  settings: Settings
}

/** One connection to the engine in this process: one statement at a time. */
export interface EmbeddedConnection {
  /** Rows of a SELECT. */
  query(statement: Statement): Promise<unknown[]>
  command(statement: Statement): Promise<void>
  close(): Promise<void>
}

/** Connects to the data directory with settings that hold for every statement, unless one brings its own. */
export function connectEmbedded(path: string, base: Settings): EmbeddedConnection {
  let client = createEmbeddedClient(path)
  let applied: Settings = {}

  const prepare = ({ sql, params, settings }: Statement): string => {
    const wanted = { ...base, ...settings }
    const statement = settle(applied, wanted)
    applied = wanted
    return statement + bindStatement(sql, params) + sql
  }

  /**
   * A query that fails halfway leaves the rows it had written in the connection, and the next one would answer
   * them as its own; so a connection ends with its first error.
   */
  const orRenew = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work
    } catch (error) {
      const broken = client
      client = createEmbeddedClient(path)
      applied = {}
      await broken.close()
      throw error
    }
  }

  return {
    async query(statement) {
      const query = prepare(statement)
      return orRenew(client.query({ query, format: 'JSONEachRow' }).then((result) => result.json()))
    },
    async command(statement) {
      const query = prepare(statement)
      await orRenew(client.command({ query }))
    },
    close: () => client.close(),
  }
}

/** The SET that leads from the settings of the last statement to those of the next: SET outlives its statement. */
function settle(applied: Settings, wanted: Settings): string {
  const parts: string[] = []
  for (const [key, value] of Object.entries(wanted)) {
    if (applied[key] !== value) parts.push(`${key} = ${sqlValue(value)}`)
  }
  for (const key of Object.keys(applied)) if (!(key in wanted)) parts.push(`${key} = DEFAULT`)
  return parts.length === 0 ? '' : `SET ${parts.join(', ')}; `
}

const sqlValue = (value: Setting) =>
  typeof value === 'string' ? stringLiteral(value) : String(Number(value))

// chdb types its connection by its own copy of the client's classes, whose private fields never match.
function createEmbeddedClient(path: string): ClickHouseClient {
  const connection = createChdbConnection({ path }) as unknown as NonNullable<
    ClickHouseClientConfigOptions['connection']
  >
  return createClient({ connection, log: { level: ClickHouseLogLevel.OFF } })
}
