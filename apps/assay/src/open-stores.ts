import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Config } from '@assay/config/load-config'
import type { ClickHouse } from '@assay/store/clickhouse/client'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { openClickHouse } from '@assay/store/clickhouse/open'
import { migratePostgres } from '@assay/store/postgres/migrate'
import { openPostgres, type PostgresHandle } from '@assay/store/postgres/open'
import { addMissingDefaultRules } from '@assay/store/postgres/rule/add-default-rules'
import { storeAway } from './store-away.ts'

const CLICKHOUSE_MIGRATIONS = fileURLToPath(new URL('../../../migrations/clickhouse', import.meta.url))

export interface Stores {
  clickhouse: ClickHouse
  postgres: PostgresHandle
  close(): Promise<void>
}

/**
 * Opens and migrates both stores, side by side, and gives projects the default rules that they lack. The stores are embedded under the data
 * directory, or servers by their URLs.
 */
export async function openStores(config: Config): Promise<Stores> {
  const [clickhouse, postgres] = await bothOrNeither(
    openClickHouse(
      config.clickhouseUrl ? { url: config.clickhouseUrl } : { path: join(config.dataDir, 'clickhouse') },
    ).catch(storeAway('ClickHouse', config.clickhouseUrl && 'CLICKHOUSE_URL')),
    openPostgres(
      config.databaseUrl ? { url: config.databaseUrl } : { path: join(config.dataDir, 'postgres') },
    ),
  )
  const close = async () => {
    await Promise.all([clickhouse.close(), postgres.close()])
  }
  try {
    await Promise.all([
      migrateClickHouse({ clickhouse, directory: CLICKHOUSE_MIGRATIONS, now: Date.now }),
      migratePostgres(postgres.pool).catch(storeAway('Postgres', config.databaseUrl && 'DATABASE_URL')),
    ])
    await addMissingDefaultRules(postgres.pool, {
      now: new Date(),
      newId: () => randomBytes(16).toString('hex'),
    })
  } catch (error) {
    await close()
    throw error
  }
  return { clickhouse, postgres, close }
}

/** Waits for both; where one fails, closes the other before it throws. */
async function bothOrNeither<A extends Closable, B extends Closable>(
  a: Promise<A>,
  b: Promise<B>,
): Promise<[A, B]> {
  const [first, second] = await Promise.allSettled([a, b])
  if (first.status === 'fulfilled' && second.status === 'fulfilled') return [first.value, second.value]
  for (const result of [first, second]) if (result.status === 'fulfilled') await result.value.close()
  throw first.status === 'rejected' ? first.reason : (second as PromiseRejectedResult).reason
}

interface Closable {
  close(): Promise<void>
}
