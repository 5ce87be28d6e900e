import { expect, test } from 'vitest'
import { z } from 'zod'
import type { ClickHouse } from '@assay/store/clickhouse/client'
import { silentLogger } from '@assay/telemetry/log'
import { createHandlers } from '@assay/worker/handlers'
import { describeEngines } from './engines.ts'

const NOW = new Date('2026-11-20T12:00:00Z')

async function insertSpan(clickhouse: ClickHouse, projectId: string, n: number, start: string) {
  for (const table of ['spans', 'span_content']) {
    await clickhouse.command(
      `INSERT INTO ${table} (project_id, trace_id, span_id, start_time, version)
       SELECT {projectId:String}, toFixedString(leftPad({n:String}, 16, '0'), 16), toFixedString(leftPad({n:String}, 8, '0'), 8),
              toDateTime64({start:String}, 9, 'UTC'), 1`,
      { projectId, n: String(n), start },
    )
  }
}

const rows = async (clickhouse: ClickHouse, table: string) =>
  clickhouse.query({
    name: 'rows',
    sql: `SELECT project_id AS project, count() AS n FROM ${table} GROUP BY project ORDER BY project`,
    rows: z.object({ project: z.string(), n: z.number() }),
  })

const handlers = (clickhouse: ClickHouse) =>
  createHandlers({
    clickhouse,
    listRetained: () => Promise.resolve([{ id: 'short', retentionDays: 7 }]),
    now: () => NOW,
    log: silentLogger,
  })

describeEngines('retention', (open) => {
  test('a project loses the spans that outlived its retention, and no other project loses any', async () => {
    const clickhouse = await open()
    await insertSpan(clickhouse, 'short', 1, '2026-11-01 00:00:00')
    await insertSpan(clickhouse, 'short', 2, '2026-11-19 00:00:00')
    await insertSpan(clickhouse, 'long', 3, '2026-11-01 00:00:00')
    await handlers(clickhouse)['retention.sweep']({}, new AbortController().signal)
    for (const table of ['spans', 'span_content', 'trace_index']) {
      expect(await rows(clickhouse, table)).toEqual([
        { project: 'long', n: 1 },
        { project: 'short', n: 1 },
      ])
    }
  })

  test('an erased project leaves nothing behind, and erasing twice is harmless', async () => {
    const clickhouse = await open()
    await insertSpan(clickhouse, 'gone', 1, '2026-11-19 00:00:00')
    await insertSpan(clickhouse, 'stays', 2, '2026-11-19 00:00:00')
    const erase = () =>
      handlers(clickhouse)['project.erase']({ projectId: 'gone' }, new AbortController().signal)
    await erase()
    await erase()
    for (const table of ['spans', 'span_content', 'trace_index']) {
      expect(await rows(clickhouse, table)).toEqual([{ project: 'stays', n: 1 }])
    }
  })
})
