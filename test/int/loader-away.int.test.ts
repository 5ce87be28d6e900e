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

const rows = (project: string, first: number) =>
  Array.from({ length: 50 }, (_, i) => ({
    project_id: project,
    trace_id: 'a',
    span_id: (first + i + 1).toString(16),
    start_time: 20_000n * 86_400_000_000_000n,
  }))

describe('ClickHouse away', () => {
  let front: Front
  let clickhouse: ClickHouse
  beforeAll(async () => {
    front = await startFront()
    clickhouse = await openClickHouse({ url: front.url('away'), insertQuietMs: 500 })
    await migrateClickHouse({ clickhouse, directory: CLICKHOUSE_MIGRATIONS, now: Date.now })
  })
  afterAll(async () => {
    await clickhouse.close()
    await front.close()
  })

  const count = async (project: string) => {
    const [row] = await clickhouse.query({
      name: 'count',
      sql: 'SELECT count() AS n FROM spans WHERE project_id = {project:String}',
      params: { project },
      rows: z.object({ n: z.number() }),
    })
    return row!.n
  }

  const open = async () => {
    const dir = mkdtempSync(join(tmpdir(), 'assay-away-'))
    const spool = await openSpool({ dir, maxBytes: 1e9, now: Date.now, log: silentLogger })
    const loader = startLoader({
      spool,
      clickhouse,
      log: silentLogger,
      wait: (_, signal) => new Promise((resolve) => setTimeout(resolve, signal.aborted ? 0 : 20)),
    })
    const append = async (project: string, first: number) => {
      await spool.append([frameOf('spans', rows(project, first))])
      await spool.seal()
    }
    const failures = async (count: number) => {
      const least = loader.stats().failedAttempts + count
      while (loader.stats().failedAttempts < least) await new Promise((resolve) => setTimeout(resolve, 20))
    }
    const close = async () => {
      await loader.close()
      await spool.close()
    }
    return { loader, append, failures, close }
  }

  it('keeps what it accepted while the server fails in every way, and loads it once when it is back', async () => {
    const { loader, append, failures, close } = await open()
    let first = 0
    for (const mode of ['reset', 'fail', 'lose_answer'] as const) {
      await front.setMode(mode)
      await append('failed', first)
      first += 50
      await failures(3)
      expect(loader.stats().lastError).not.toBeNull()
      await front.setMode('ok')
      await loader.idle()
      expect(await count('failed')).toBe(first)
    }
    expect(loader.stats()).toMatchObject({ quarantinedSegments: 0, lastError: null, loadedRows: 150 })
    await close()
  })

  it('gives up an insert that a server never answers, tries it again, and stores its rows once', async () => {
    const { loader, append, failures, close } = await open()
    await front.setMode('stall')
    await append('stalled', 0)
    await failures(2)
    // The front does now what it was asked before, though nobody waits for those answers.
    await front.setMode('ok')
    await loader.idle()
    expect(loader.stats()).toMatchObject({ quarantinedSegments: 0, lastError: null, loadedRows: 50 })
    expect(await count('stalled')).toBe(50)
    await close()
  })

  it('does not make a slow server work twice at an insert that was given up', async () => {
    const { loader, append, failures, close } = await open()
    await front.setMode('slow')
    await append('slow', 0)
    // More than a refused segment gets.
    await failures(15)
    expect(loader.stats().lastError).toBe('ClickHouse still works at an earlier try of this insert')
    await front.setMode('ok')
    await loader.idle()
    expect(loader.stats()).toMatchObject({ quarantinedSegments: 0, lastError: null, loadedRows: 50 })
    expect(await count('slow')).toBe(50)
    await close()
  })

  it('answers unavailable for a query and a ping while the server is away or stalls', async () => {
    for (const mode of ['reset', 'fail', 'stall'] as const) {
      await front.setMode(mode)
      const query = clickhouse.query({
        name: 'q',
        sql: 'SELECT 1 AS n',
        rows: z.object({ n: z.number() }),
        timeoutMs: 200,
      })
      await expect(query).rejects.toMatchObject({ code: 'unavailable' })
      await expect(clickhouse.ping()).rejects.toMatchObject({ code: 'unavailable' })
      await front.setMode('ok')
    }
    await expect(openClickHouse({ url: 'http://127.0.0.1:1/x' })).rejects.toMatchObject({
      code: 'unavailable',
    })
  })
})
