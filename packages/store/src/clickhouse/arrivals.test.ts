import { INGEST_STATS_COLUMNS, MESSAGE_BODIES_COLUMNS, SEGMENT_TABLES } from '@assay/contract/tables'
import { firstVersionAt } from '@assay/contract/arrival'
import { expect, test } from 'vitest'
import { arrivalsOf } from './arrivals.ts'

function payload(projectId: string, unixMs: number): Buffer {
  const name = Buffer.from(projectId)
  const length = name.length < 128 ? [name.length] : [(name.length & 0x7f) | 0x80, name.length >> 7]
  const version = Buffer.alloc(8)
  version.writeBigUInt64LE(firstVersionAt(unixMs) + 4n)
  return Buffer.concat([Buffer.from(length), name, Buffer.from('the other columns'), version])
}

test('each payload tells whose rows it holds and when they came, also with a long id', () => {
  const long = 'ä'.repeat(100)
  const arrivals = arrivalsOf({
    table: 'spans',
    columns: SEGMENT_TABLES.spans.columns,
    rows: 5,
    payloads: [payload('p1', 1_795_176_000_123), payload(long, 1_795_176_000_456)],
    payloadRows: [2, 3],
  })
  expect(arrivals).toEqual([
    { table: 'spans', projectId: 'p1', rows: 2, arrivedAtMs: 1_795_176_000_123 },
    { table: 'spans', projectId: long, rows: 3, arrivedAtMs: 1_795_176_000_456 },
  ])
})

test('every table of the spool but bodies and the counts themselves begins with the project and ends with the arrival', () => {
  for (const [name, { columns }] of Object.entries(SEGMENT_TABLES)) {
    if (columns === INGEST_STATS_COLUMNS || columns === MESSAGE_BODIES_COLUMNS) continue
    expect([name, columns[0], columns.at(-1)]).toEqual([
      name,
      ['project_id', 'String'],
      ['version', 'UInt64'],
    ])
  }
  const counts = { table: 'ingest_stats', columns: INGEST_STATS_COLUMNS, rows: 1, payloadRows: [1] }
  expect(arrivalsOf({ ...counts, payloads: [payload('p', 1)] })).toEqual([])
})
