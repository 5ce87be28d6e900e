import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { PGlite, type PGliteOptions } from '@electric-sql/pglite'
import pg from 'pg'
import { createDirectory } from './embedded/create-directory.ts'
import { PGliteStream, type EmbeddedSession } from './embedded/pglite-stream.ts'
import { createSessionTurns } from './embedded/session-turns.ts'
import { START_PARAMS } from './embedded/start-params.ts'

export interface PostgresHandle {
  pool: pg.Pool
  /** True for the embedded database, which only this process can open. */
  isEmbedded: boolean
  /** Ends all connections; the embedded database writes everything to disk first. */
  close(): Promise<void>
}

export type PostgresTarget =
  | {
      /** Directory of the embedded database; made when missing. */
      path: string
    }
  | {
      /** Keeps the embedded database in memory, for tests. */
      memory: true
      /** An empty database as a tar of its directory, which is opened ten times faster than one is made. */
      laid?: Blob
    }
  | {
      /** Connection string of a server, `postgres://…`. */
      url: string
      /** Connections at most; 14 by default. */
      maxConnections?: number
    }

/** Each of the four queues of jobs keeps one to listen on. Clients of the embedded database take turns, so more of them cost little. */
const EMBEDDED_CONNECTIONS = 20
const SERVER_CONNECTIONS = 14

/**
 * Opens Postgres: a server by its URL, or the embedded one (Postgres in WebAssembly) in a directory. Both answer through
 * the same `pg.Pool`. The first start of an embedded database takes some seconds.
 */
export async function openPostgres(target: PostgresTarget): Promise<PostgresHandle> {
  if ('url' in target) return openServer(target.url, target.maxConnections ?? SERVER_CONNECTIONS)
  if ('memory' in target) return openEmbedded({ ...(target.laid && { loadDataDir: target.laid }) })
  await mkdir(dirname(target.path), { recursive: true })
  await createDirectory(target.path)
  return openEmbedded({ dataDir: target.path })
}

function openServer(url: string, max: number): PostgresHandle {
  const pool = new pg.Pool({
    connectionString: url,
    max,
    connectionTimeoutMillis: 10_000,
    application_name: 'assay',
    onConnect: nameSchemas,
  })
  // A lost idle connection is replaced at the next query; without a listener it would end the process.
  pool.on('error', () => undefined)
  return { pool, isEmbedded: false, close: () => pool.end() }
}

/**
 * Our tables stand in `public`; the job queue's, which names no schema in its SQL, in `bullmq`. The pool awaits the answer,
 * though its types say void.
 */
const nameSchemas = (client: pg.ClientBase): unknown => client.query('SET search_path TO public, bullmq')

async function openEmbedded(where: Pick<PGliteOptions, 'dataDir' | 'loadDataDir'>): Promise<PostgresHandle> {
  const db = await PGlite.create({ startParams: START_PARAMS, ...where })
  const session: EmbeddedSession = { db, turns: createSessionTurns(), streams: new Set(), clients: 0 }
  const pool = new pg.Pool({
    stream: () => new PGliteStream(session),
    user: 'postgres',
    database: 'postgres',
    max: EMBEDDED_CONNECTIONS,
    idleTimeoutMillis: 0,
    onConnect: nameSchemas,
  })
  pool.on('error', () => undefined)
  return {
    pool,
    isEmbedded: true,
    async close() {
      await pool.end()
      await db.close()
    },
  }
}
