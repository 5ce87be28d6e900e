/**
 * Inserts rows of the bench's payloads straight into the embedded engine, as one block per segment, with no
 * collector in front: `ingest-baseline.ts <dir> <textBytes> <spans>`. Prints JSON; making the files is not timed.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeAllTraces } from '@assay/collector-otlp/decode/decode-traces'
import { timeWindow } from '@assay/collector-otlp/decode/time-window'
import { SEGMENT_TABLES } from '@assay/contract/tables'
import { normaliseSpan } from '@assay/normalise/normalise-span'
import { encodeSpan } from '@assay/normalise/rows/encode-span'
import { RowWriter } from '@assay/normalise/rows/row-writer'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { openClickHouse } from '@assay/store/clickhouse/open'
import { fileURLToPath } from 'node:url'
import { makePayload } from './otlp-payload.ts'

const MIGRATIONS = fileURLToPath(new URL('../../migrations/clickhouse', import.meta.url))
const SEGMENT_BYTES = 32 * 1024 ** 2

const dir = process.argv[2] ?? ''
const textBytes = Number(process.argv[3])
const wanted = Number(process.argv[4])
mkdirSync(dir, { recursive: true })
const clickhouse = await openClickHouse({ path: join(dir, 'clickhouse') })
await migrateClickHouse({ clickhouse, directory: MIGRATIONS, now: Date.now })

const TABLES = ['spans', 'span_content'] as const
const writers = { spans: new RowWriter(), span_content: new RowWriter() }
const payloads = Array.from({ length: 6 }, (_, i) => makePayload(512, textBytes, i + 1))
let version = 1n
let serial = 0
let inserted = 0
let seconds = 0
while (inserted < wanted) {
  let rows = 0
  while (writers.spans.length + writers.span_content.length < SEGMENT_BYTES && inserted + rows < wanted) {
    const payload = payloads[serial % payloads.length]
    if (!payload) break
    payload.renew(serial++, BigInt(Date.now()) * 1_000_000n)
    const { spans } = decodeAllTraces(payload.body, 'protobuf', timeWindow(new Date()))
    for (const raw of spans) {
      encodeSpan(writers.spans, writers.span_content, raw, normaliseSpan(raw), {
        projectId: 'default',
        version: version++,
      })
      rows += 1
    }
  }
  for (const table of TABLES) {
    const path = join(dir, `${table}.rowbinary`)
    writeFileSync(path, writers[table].take())
    const token = `${table}-${inserted}`
    const begin = performance.now()
    await clickhouse.insertFile({ table, columns: SEGMENT_TABLES[table].columns, path, rows, token })
    seconds += (performance.now() - begin) / 1000
    rmSync(path)
  }
  inserted += rows
}
await clickhouse.close()
process.stdout.write(JSON.stringify({ perSecond: inserted / seconds }))
