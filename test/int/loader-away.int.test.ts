import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { startLoader } from '@assay/store/clickhouse/loader'
import { openClickHouse, type ClickHouse } from '@assay/store/clickhouse/open'
import { openSpool } from '@assay/spool/spool'
import { silentLogger } from '@assay/telemetry/log'
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { startFront, type Front } from '../clickhouse-http/start-front.ts'
import { CLICKHOUSE_MIGRATIONS } from './migrations.ts'
import { frameOf } from './segment-rows.ts'

const rows = (first: number) =>
  Array.from({ length: 50 }, (_, i) => ({
    project_id: 'p',
    trace_id: 'a',
    span_id: (first + i + 1).toString(16),
    start_time: 20_000n * 86_400_000_000_000n,
  }))

describe('ClickHouse away', () => {
  let front: Front
  let clickhouse: ClickHouse
  beforeAll(async () => {
    front = await startFront()
    clickhouse = await openClickHouse({ url: front.url('away') })
    await migrateClickHouse({ clickhouse, directory: CLICKHOUSE_MIGRATIONS, now: Date.now })
  })
  afterAll(async () => {
    await clickhouse.close()
    await front.close()
  })

  const count = async () => {
    const [row] = await clickhouse.query({
      name: 'count',
      sql: 'SELECT count() AS n FROM spans',
      rows: z.object({ n: z.number() }),
    })
    return row!.n
  }

  it('keeps what it accepted while the server fails in every way, and loads it once when it is back', async () => {
    const dir = mkdtempSync(join(tmpdir(), 'assay-away-'))
    const spool = await openSpool({ dir, maxBytes: 1e9, now: Date.now, log: silentLogger })
    const loader = startLoader({
      spool,
      clickhouse,
      log: silentLogger,
      wait: (_, signal) => new Promise((resolve) => setTimeout(resolve, signal.aborted ? 0 : 20)),
    })
    let first = 0
    for (const mode of ['reset', 'fail', 'lose_answer'] as const) {
      await front.setMode(mode)
      const before = loader.stats().failedAttempts
      await spool.append([frameOf('spans', rows(first))])
      await spool.seal()
      first += 50
      while (loader.stats().failedAttempts < before + 3)
        await new Promise((resolve) => setTimeout(resolve, 20))
      expect(loader.stats().lastError).not.toBeNull()
      await front.setMode('ok')
      await loader.idle()
      expect(await count()).toBe(first)
    }
    expect(loader.stats()).toMatchObject({ quarantinedSegments: 0, lastError: null, loadedRows: 150 })
    await loader.close()
    await spool.close()
  })

  it('answers unavailable for a query while the server is away or stalls', async () => {
    for (const mode of ['reset', 'fail', 'stall'] as const) {
      await front.setMode(mode)
      const query = clickhouse.query({
        name: 'q',
        sql: 'SELECT 1 AS n',
        rows: z.object({ n: z.number() }),
        timeoutMs: 200,
      })
      await expect(query).rejects.toMatchObject({ code: 'unavailable' })
      await front.setMode('ok')
    }
    await expect(openClickHouse({ url: 'http://127.0.0.1:1/x' })).rejects.toMatchObject({
      code: 'unavailable',
    })
  })
})
