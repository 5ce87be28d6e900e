import { createPostgresBackend, withBackend, type PostgresConnectionOptions } from 'bullmq'
import type { Pool } from 'pg'
import type { Backend } from './backend.ts'
import { migrateQueue } from './migrate-queue.ts'

/** Jobs in the schema `bullmq` of a Postgres. Each worker keeps one connection of the pool, to listen on. */
export async function openOnPostgres(pool: Pool): Promise<Backend> {
  await migrateQueue(pool)
  const postgres = withBackend(createPostgresBackend)
  const connection = sharedPool(pool)
  return {
    queue: (name) => new postgres.Queue<unknown>(name, { connection }),
    worker: (name, run, concurrency) => new postgres.Worker<unknown>(name, run, { connection, concurrency }),
    disconnect: () => undefined,
  }
}

/**
 * The pool as each queue and worker sees it. What they ask for goes to the pool; errors of its idle connections do not come back, since the
 * pool replaces those, and a dozen listeners on it would be taken for a leak. Its own end is up to whoever opened it.
 */
function sharedPool(pool: Pool): PostgresConnectionOptions {
  const shared = {
    connect: () => pool.connect(),
    query: (text: string, values: unknown[]) => pool.query(text, values),
    end: () => Promise.resolve(),
    options: pool.options,
    on: () => shared,
  }
  return shared
}
