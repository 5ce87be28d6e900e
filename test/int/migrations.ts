import { fileURLToPath } from 'node:url'

/** Where the migrations of ClickHouse are. */
export const CLICKHOUSE_MIGRATIONS = fileURLToPath(new URL('../../migrations/clickhouse', import.meta.url))
