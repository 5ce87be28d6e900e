import { SPANS_COLUMNS } from '@assay/contract/tables'
import { layOutSegment } from '@assay/store/clickhouse/lay-out-segment'
import { loadSegment } from '@assay/store/clickhouse/load-segment'
import { startLoader } from '@assay/store/clickhouse/loader'
import type { ClickHouse } from '@assay/store/clickhouse/open'
import { openSpool, type SealedSegment, type Spool } from '@assay/spool/spool'
import { silentLogger } from '@assay/telemetry/log'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { describeEngines } from './engines.ts'
import { frameOf } from './segment-rows.ts'

const DAY = 86_400_000_000_000n

/** `count` spans, spread over three days. */
function spanRows(first: number, count: number) {
  return Array.from({ length: count }, (_, i) => ({
    project_id: 'p',
    trace_id: Math.floor((first + i) / 3).toString(16),
    span_id: (first + i + 1).toString(16),
    start_time: 20_000n * DAY + BigInt((first + i) % 3) * DAY,
    name: `step ${i % 5}`,
    kind: 'llm',
    tags: ['x'],
    version: 1,
  }))
}

/** Spans with their bodies, as one append. */
function spans(first: number, count: number) {
  const rows = spanRows(first, count)
  return [frameOf('spans', rows), frameOf('span_content', rows)]
}

const State = z.object({
  spans: z.number(),
  bodies: z.number(),
  traces: z.number(),
  index: z.string(),
  facets: z.string(),
})

/** Everything a replay could change, the views' rows unmerged. */
async function stateOf(clickhouse: ClickHouse) {
  const [state] = await clickhouse.query({
    name: 'state',
    sql: `SELECT
      (SELECT count() FROM spans) AS spans,
      (SELECT count() FROM span_content) AS bodies,
      (SELECT uniqExact(trace_id) FROM trace_index) AS traces,
      (SELECT concat(toString(count()), ' ', toString(sum(cityHash64(*)))) FROM trace_index) AS index,
      (SELECT concat(toString(count()), ' ', toString(sum(cityHash64(field, value, bucket)))) FROM facets) AS facets`,
    rows: State,
  })
  return state!
}

async function firstSealed(spool: Spool): Promise<SealedSegment> {
  await spool.seal()
  for await (const segment of spool.nextSealed(new AbortController().signal)) return segment
  throw new Error('no segment')
}

describeEngines('the loader', (open) => {
  let clickhouse: ClickHouse
  let spool: Spool
  let folder: string
  beforeEach(async () => {
    clickhouse = await open()
    // Merges would hide what a replay adds.
    for (const table of ['spans', 'span_content', 'trace_index', 'facets']) {
      await clickhouse.command(`SYSTEM STOP MERGES ${table}`)
    }
    const dir = mkdtempSync(join(tmpdir(), 'assay-loader-'))
    folder = join(dir, 'load')
    mkdirSync(folder)
    spool = await openSpool({ dir, maxBytes: 1e9, now: Date.now, log: silentLogger })
  })
  afterEach(() => spool.close())

  const load = async (segment: SealedSegment, sideBySide = true) =>
    loadSegment(await layOutSegment(segment, folder), clickhouse, sideBySide)

  it('brings every acknowledged row into its table and deletes the segment', async () => {
    const loaded: Record<string, number>[] = []
    const onLoaded = ({ rowsByTable }: { rowsByTable: Record<string, number> }) =>
      void loaded.push(rowsByTable)
    const loader = startLoader({ spool, clickhouse, log: silentLogger, onLoaded })
    await spool.append(spans(0, 900))
    await spool.append(spans(900, 300))
    await loader.idle()
    expect(await stateOf(clickhouse)).toMatchObject({ spans: 1200, bodies: 1200, traces: 400 })
    expect(loaded.reduce((sum, rows) => sum + rows['spans']!, 0)).toBe(1200)
    expect(spool.stats()).toMatchObject({ segments: 0, bytes: 0, oldestAgeMs: 0 })
    await loader.close()
    expect(existsSync(folder)).toBe(false)
  })

  it('shows a lone span within a second and a half', async () => {
    const loader = startLoader({ spool, clickhouse, log: silentLogger })
    const begun = performance.now()
    await spool.append(spans(0, 1))
    while ((await stateOf(clickhouse)).spans === 0) await new Promise((resolve) => setTimeout(resolve, 20))
    expect(performance.now() - begun).toBeLessThan(1500)
    await loader.close()
  })

  it('adds no row to tables or views when a segment is loaded again', async () => {
    await spool.append(spans(0, 1000))
    const segment = await firstSealed(spool)
    await load(segment)
    const before = await stateOf(clickhouse)
    await load(segment)
    await load(segment, false)
    expect(await stateOf(clickhouse)).toEqual(before)
    expect(before).toMatchObject({ spans: 1000, bodies: 1000 })
  })

  it('fills the views on a replay when the crash came between the table and its views', async () => {
    await spool.append(spans(0, 600))
    const segment = await firstSealed(spool)
    await clickhouse.command('DETACH TABLE trace_index_mv')
    await clickhouse.command('DETACH TABLE facets_mv')
    await load(segment)
    expect(await stateOf(clickhouse)).toMatchObject({ spans: 600, traces: 0 })
    await clickhouse.command('ATTACH TABLE trace_index_mv')
    await clickhouse.command('ATTACH TABLE facets_mv')
    await load(segment)
    const filled = await stateOf(clickhouse)
    expect(filled).toMatchObject({ spans: 600, bodies: 600, traces: 200 })
    expect(filled.facets).not.toMatch(/^0 /)
    await load(segment)
    expect(await stateOf(clickhouse)).toEqual(filled)
  })

  it('adds the rest when a crash came after some days of a segment were written', async () => {
    const rows = spanRows(0, 600)
    await spool.append([frameOf('spans', rows)])
    const segment = await firstSealed(spool)
    const path = join(folder, 'first-day.rowbinary')
    const firstDay = rows.filter((row) => row.start_time === rows[0]!.start_time)
    writeFileSync(path, frameOf('spans', firstDay).payload)
    const token = `${segment.id}.spans`
    await clickhouse.insertFile({
      table: 'spans',
      columns: SPANS_COLUMNS,
      path,
      rows: firstDay.length,
      token,
    })
    expect(await stateOf(clickhouse)).toMatchObject({ spans: 200 })
    await load(segment)
    expect(await stateOf(clickhouse)).toMatchObject({ spans: 600, traces: 200 })
  })

  it('tries again until a failing insert succeeds, and loses and doubles nothing', async () => {
    let failures = 0
    const flaky: ClickHouse = {
      ...clickhouse,
      async insertFile(insert) {
        await clickhouse.insertFile(insert)
        // The rows are in, the answer is lost: the case that tokens are for.
        if (insert.table === 'spans' && failures++ < 4)
          throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
      },
    }
    const delays: number[] = []
    const wait = (delayMs: number) => Promise.resolve(delays.push(delayMs))
    const loader = startLoader({ spool, clickhouse: flaky, log: silentLogger, random: () => 1, wait })
    await spool.append(spans(0, 300))
    await loader.idle()
    expect(await stateOf(clickhouse)).toMatchObject({ spans: 300, bodies: 300, traces: 100 })
    expect(delays).toEqual([200, 400, 800, 1600])
    await loader.close()
  })

  it('reads the next segments ahead while the engine fails, and loses and doubles nothing', async () => {
    let calls = 0
    const flaky: ClickHouse = {
      ...clickhouse,
      async insertFile(insert) {
        if (calls++ % 3 === 0) throw Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' })
        await clickhouse.insertFile(insert)
      },
    }
    for (let i = 0; i < 8; i++) {
      await spool.append(spans(i * 90, 90))
      await spool.seal()
    }
    const wait = () => Promise.resolve()
    const rows: number[] = []
    const loader = startLoader({
      spool,
      clickhouse: flaky,
      log: silentLogger,
      wait,
      onLoaded: ({ parts }) => void rows.push(...parts.flatMap((part) => part.payloads.length)),
    })
    await loader.idle()
    expect(await stateOf(clickhouse)).toMatchObject({ spans: 720, bodies: 720, traces: 240 })
    expect(loader.stats()).toMatchObject({ loadedSegments: 8, quarantinedSegments: 0 })
    expect(loader.stats().failedAttempts).toBeGreaterThan(0)
    expect(rows).toHaveLength(16)
    await loader.close()
    expect(existsSync(folder)).toBe(false)
  })

  it('puts a segment aside whose rows are refused, and loads those behind it', async () => {
    const refused = { table: 'spans' as const, rows: 1, payload: Buffer.from('not a row') }
    const loader = startLoader({ spool, clickhouse, log: silentLogger, wait: () => Promise.resolve() })
    await spool.append([refused])
    await spool.seal()
    await spool.append(spans(0, 30))
    await loader.idle()
    expect(await stateOf(clickhouse)).toMatchObject({ spans: 30, bodies: 30 })
    expect(loader.stats()).toMatchObject({ quarantinedSegments: 1, loadedSegments: 1, failedAttempts: 10 })
    expect(readdirSync(join(spool.dir, 'quarantine'))).toHaveLength(1)
    await loader.close()
  })

  it('loads a segment of an earlier program whose columns were fewer', async () => {
    await spool.append(spans(0, 3))
    const segment = await firstSealed(spool)
    const copy = join(folder, 'copy.wal')
    copyFileSync(segment.path, copy)
    await clickhouse.command("ALTER TABLE span_content ADD COLUMN later String DEFAULT 'new'")
    await load({ ...segment, path: copy })
    expect(await stateOf(clickhouse)).toMatchObject({ spans: 3, bodies: 3 })
  })
})
