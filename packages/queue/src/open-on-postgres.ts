import { createPostgresBackend, withBackend, type PostgresConnectionOptions } from 'bullmq'
import type { Pool } from 'pg'
import type { Backend } from './backend.ts'
import { migrateQueue } from './migrate-queue.ts'

/** Jobs in the schema `bullmq` of a Postgres. Each worker keeps one connection of the pool, to listen on. */
export async function openOnPostgres(pool: Pool): Promise<Backend> {
  await migrateQueue(pool)
  const postgres = withBackend(createPostgresBackend)
  // A `pg.Pool` is a connection by structure; only an index signature in the library's type stands between.
  const connection = pool as unknown as PostgresConnectionOptions
  return {
    queue: (name) => new postgres.Queue<unknown>(name, { connection }),
    worker: (name, run, concurrency) => new postgres.Worker<unknown>(name, run, { connection, concurrency }),
    disconnect: () => undefined,
  }
}
