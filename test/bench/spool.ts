import { startLoader } from '@assay/store/clickhouse/loader'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { openClickHouse } from '@assay/store/clickhouse/open'
import { openSpool, type Frame } from '@assay/spool/spool'
import { silentLogger } from '@assay/telemetry/log'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import { CLICKHOUSE_MIGRATIONS } from '../int/migrations.ts'
import { frameOf } from '../int/segment-rows.ts'

const MIB = 1024 ** 2

/** What the spool takes, what the loader takes out of it, and how long a row takes from accepted to visible. */
export async function bench(): Promise<void> {
  await appends(200, 64 * 1024, 4000)
  await appends(200, 1024, 40_000)
  await visible()
}

const figure = (name: string, value: number, unit: string) =>
  process.stdout.write(`figure ${name} ${value.toFixed(1)} ${unit}\n`)

const percentile = (values: number[], p: number) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * p))]!

/** Durable appends of `bytes` each from so many callers at once. */
async function appends(callers: number, bytes: number, total: number): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'assay-bench-'))
  const spool = await openSpool({ dir, maxBytes: 1e10, now: Date.now, log: silentLogger })
  const frame: Frame = { table: 'spans', rows: 1, payload: Buffer.alloc(bytes, 'x') }
  const latencies: number[] = []
  const begun = performance.now()
  let left = total
  const append = async () => {
    while (left-- > 0) {
      const start = performance.now()
      await spool.append([frame])
      latencies.push(performance.now() - start)
    }
  }
  await Promise.all(Array.from({ length: callers }, append))
  const seconds = (performance.now() - begun) / 1000
  const size = `${bytes / 1024}KiB`
  figure(`spool_append_${size}_throughput`, (total * bytes) / MIB / seconds, 'MiB/s')
  figure(`spool_append_${size}_rate`, total / seconds, 'appends/s')
  figure(`spool_append_${size}_p95`, percentile(latencies, 0.95), 'ms')
  figure(`spool_append_${size}_per_fsync`, total / spool.stats().fsyncs, 'appends')
  await spool.close()
  rmSync(dir, { recursive: true, force: true })
}

/** One append of `count` spans of about 2 kB with their bodies. */
function spans(first: number, count: number): Frame[] {
  const start = BigInt(Date.now()) * 1_000_000n
  const text = 'The refund for your order is on its way. '.repeat(40)
  const rows = Array.from({ length: count }, (_, i) => ({
    project_id: 'bench',
    trace_id: Math.floor((first + i) / 10).toString(16),
    span_id: (first + i + 1).toString(16),
    start_time: start + BigInt(i),
    name: `step ${i % 20}`,
    kind: 'llm',
    model: `model-${i % 5}`,
    user_id: `user-${i % 1000}`,
    input_text: text,
    attributes: JSON.stringify({ n: first + i, text }),
    version: first + i + 1,
  }))
  return [frameOf('spans', rows), frameOf('span_content', rows)]
}

/** 5,000 spans a second for 10 seconds in appends of 100: how soon is each visible; then how fast a backlog loads. */
async function visible(): Promise<void> {
  const dir = mkdtempSync(join(tmpdir(), 'assay-bench-'))
  const clickhouse = await openClickHouse({ path: join(dir, 'clickhouse') })
  await migrateClickHouse({ clickhouse, directory: CLICKHOUSE_MIGRATIONS, now: Date.now })
  const spool = await openSpool({ dir: join(dir, 'spool'), maxBytes: 1e10, now: Date.now, log: silentLogger })
  const batches = Array.from({ length: 500 }, (_, i) => spans(i * 100, 100))
  const accepted: number[] = []
  const latencies: number[] = []
  let isDone = false
  const watch = async () => {
    const sql = "SELECT max(version) AS seen FROM spans WHERE project_id = 'bench'"
    while (latencies.length < batches.length) {
      const [row] = await clickhouse.query({ name: 'seen', sql, rows: z.object({ seen: z.number() }) })
      const now = performance.now()
      while ((latencies.length + 1) * 100 <= row!.seen) latencies.push(now - accepted[latencies.length]!)
      await sleep(20)
    }
    isDone = true
  }
  const loader = startLoader({ spool, clickhouse, log: silentLogger })
  const watching = watch()
  const begun = performance.now()
  for (const [i, frames] of batches.entries()) {
    await sleep(Math.max(0, begun + i * 20 - performance.now()))
    await spool.append(frames)
    accepted.push(performance.now())
  }
  while (!isDone) await sleep(20)
  await watching
  figure('spool_visible_p50', percentile(latencies, 0.5), 'ms')
  figure('spool_visible_p95', percentile(latencies, 0.95), 'ms')
  await loader.close()

  for (let i = 0; i < 500; i++) await spool.append(spans(50_000 + i * 100, 100))
  const loadBegun = performance.now()
  const second = startLoader({ spool, clickhouse, log: silentLogger })
  await second.idle()
  figure('spool_load_rate', 50_000 / ((performance.now() - loadBegun) / 1000), 'spans/s')
  figure('spool_bench_rss', process.memoryUsage.rss() / MIB, 'MiB')
  await second.close()
  await spool.close()
  await clickhouse.close()
  rmSync(dir, { recursive: true, force: true })
}
