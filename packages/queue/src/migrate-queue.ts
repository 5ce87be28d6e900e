import { runMigrations } from 'bullmq'
import type { Pool } from 'pg'

/**
 * Brings the queue's own tables (schema `bullmq`) up to date. They belong to the library, which keeps its own
 * ledger of what it applied.
 */
export async function migrateQueue(pool: Pool): Promise<void> {
  const client = await pool.connect()
  try {
    await runMigrations(client)
  } finally {
    client.release()
  }
}
