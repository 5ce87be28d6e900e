import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { openClickHouse, type ClickHouse } from '@assay/store/clickhouse/open'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe } from 'vitest'
import { startFront, type Front } from '../clickhouse-http/start-front.ts'
import { CLICKHOUSE_MIGRATIONS } from './migrations.ts'

/** Opens an empty database, with the tables unless told otherwise. It is closed after the suite. */
export type OpenEngine = (options?: { isMigrated?: boolean }) => Promise<ClickHouse>

/**
 * Runs the same tests on the engine in this process and over HTTP. One embedded database is open at a time:
 * the next `open` closes the one before.
 */
export function describeEngines(name: string, tests: (open: OpenEngine) => void): void {
  describeEmbedded(name, tests)
  describe(`${name} (over HTTP)`, () => {
    const opened: ClickHouse[] = []
    let front: Front
    beforeAll(async () => {
      front = await startFront({ user: 'assay', password: 'p@ss:word/1' })
    })
    afterAll(async () => {
      for (const clickhouse of opened) await clickhouse.close()
      await front.close()
    })
    tests(async (options) => {
      const clickhouse = await openClickHouse({ url: front.url(`test_${opened.length}`) })
      opened.push(clickhouse)
      return prepared(clickhouse, options)
    })
  })
}

/** Runs tests on the engine in this process alone: those whose questions other tests ask over HTTP too. */
export function describeEmbedded(name: string, tests: (open: OpenEngine) => void): void {
  describe(`${name} (embedded)`, () => {
    const dirs: string[] = []
    let current: ClickHouse | null = null
    afterAll(async () => {
      await current?.close()
      for (const dir of dirs) rmSync(dir, { recursive: true, force: true })
    })
    tests(async (options) => {
      await current?.close()
      const dir = mkdtempSync(join(tmpdir(), 'assay-chdb-'))
      dirs.push(dir)
      current = await openClickHouse({ path: dir })
      return prepared(current, options)
    })
  })
}

async function prepared(
  clickhouse: ClickHouse,
  { isMigrated = true }: { isMigrated?: boolean } = {},
): Promise<ClickHouse> {
  if (isMigrated) await migrateClickHouse({ clickhouse, directory: CLICKHOUSE_MIGRATIONS, now: Date.now })
  return clickhouse
}
