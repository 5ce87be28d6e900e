/**
 * Inserts rows of the bench's payloads straight into the embedded engine, as one block per segment, with no
 * collector in front: `baseline.ts <dir> <textBytes> <spans>`. Prints JSON; making the files is not timed.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeAllTraces } from '@assay/collector-otlp/decode/decode-traces'
import { timeWindow } from '@assay/collector-otlp/decode/time-window'
import { SEGMENT_TABLES } from '@assay/contract/tables'
import { normaliseSpan } from '@assay/normalise/normalise-span'
import { encodeSpan } from '@assay/normalise/rows/encode-span'
import { BodyRows } from '@assay/normalise/bodies/body-rows'
import { SplitBodies } from '@assay/normalise/rows/split-bodies'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { openClickHouse } from '@assay/store/clickhouse/open'
import { fileURLToPath } from 'node:url'
import { makePayload } from '../otlp-payload.ts'

const MIGRATIONS = fileURLToPath(new URL('../../../migrations/clickhouse', import.meta.url))
const SEGMENT_BYTES = 64 * 1024 ** 2

const dir = process.argv[2] ?? ''
const textBytes = Number(process.argv[3])
const wanted = Number(process.argv[4])
mkdirSync(dir, { recursive: true })
const clickhouse = await openClickHouse({ path: join(dir, 'clickhouse') })
await migrateClickHouse({ clickhouse, directory: MIGRATIONS, now: Date.now })

const TABLES = ['message_bodies', 'spans', 'span_content'] as const
const writers = { spans: new RowWriter(), span_content: new RowWriter(), message_bodies: new RowWriter() }
const bodies = new BodyRows(writers.message_bodies, null, 'default')
const spanRows = { spans: writers.spans, content: writers.span_content, bodies: new SplitBodies(bodies) }
const payloads = Array.from({ length: 6 }, (_, i) => makePayload(512, textBytes, i + 1))
let version = 1n
let serial = 0
let inserted = 0
let seconds = 0
while (inserted < wanted) {
  let rows = 0
  const bytes = () => TABLES.reduce((sum, table) => sum + writers[table].length, 0)
  while (bytes() < SEGMENT_BYTES && inserted + rows < wanted) {
    const payload = payloads[serial % payloads.length]
    if (!payload) break
    payload.renew(serial++, BigInt(Date.now()) * 1_000_000n)
    const { spans } = decodeAllTraces(payload.body, 'protobuf', timeWindow(new Date()))
    for (const raw of spans) {
      encodeSpan(spanRows, raw, normaliseSpan(raw), {
        projectId: 'default',
        version: version++,
      })
      rows += 1
    }
  }
  const counts = { message_bodies: bodies.takeCount(), spans: rows, span_content: rows }
  for (const table of TABLES) {
    if (counts[table] === 0) continue
    const path = join(dir, `${table}.rowbinary`)
    writeFileSync(path, writers[table].take())
    const token = `${table}-${inserted}`
    const begin = performance.now()
    await clickhouse.insertFile({
      table,
      columns: SEGMENT_TABLES[table].columns,
      path,
      rows: counts[table],
      token,
    })
    seconds += (performance.now() - begin) / 1000
    rmSync(path)
  }
  inserted += rows
}
await clickhouse.close()
process.stdout.write(JSON.stringify({ perSecond: inserted / seconds }))
