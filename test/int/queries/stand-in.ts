import { openClickHouse, type ClickHouse } from '@assay/store/clickhouse/open'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { mkdtempSync, rmSync } from 'node:fs'
import { afterAll, beforeAll, describe } from 'vitest'

export function describeEngines(name: string, body: (engine: { ch: ClickHouse }) => void): void {
  describe(name, () => {
    const engine = {} as { ch: ClickHouse }
    const path = mkdtempSync('/tmp/assay-q-')
    beforeAll(async () => {
      engine.ch = await openClickHouse({ path })
      await migrateClickHouse({ clickhouse: engine.ch, directory: 'migrations/clickhouse', now: Date.now })
    })
    afterAll(async () => {
      await engine.ch.close()
      rmSync(path, { recursive: true, force: true })
    })
    body(engine)
  })
}
