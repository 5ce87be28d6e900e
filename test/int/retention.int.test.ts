import { afterAll, beforeAll, expect, test } from 'vitest'
import { z } from 'zod'
import type { ClickHouse } from '@assay/store/clickhouse/client'
import { migratePostgres } from '@assay/store/postgres/migrate'
import type { PostgresHandle } from '@assay/store/postgres/open'
import { listUnerased } from '@assay/store/postgres/project/list-unerased'
import { silentLogger } from '@assay/telemetry/log'
import { createHandlers } from '@assay/worker/handlers'
import { openMemoryPostgres } from '../runner/laid-postgres.ts'
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
  // All spans hold one message; it goes with the last of its project and day.
  await clickhouse.command(
    `INSERT INTO message_bodies (project_id, day, hash, body)
     SELECT {projectId:String}, toDate(toDateTime64({start:String}, 9, 'UTC')), toFixedString('one', 16), '"said"'`,
    { projectId, start },
  )
}

const rows = async (clickhouse: ClickHouse, table: string) =>
  clickhouse.query({
    name: 'rows',
    sql: `SELECT project_id AS project, count() AS n FROM ${table} GROUP BY project ORDER BY project`,
    rows: z.object({ project: z.string(), n: z.number() }),
  })

let postgres: PostgresHandle
beforeAll(async () => {
  postgres = await openMemoryPostgres()
  await migratePostgres(postgres.pool)
  await postgres.pool.query(
    `INSERT INTO project (id, organisation_id, name, created_at, retention_days, deleted_at)
     VALUES ('short', 'default', 'Short', $1, 7, NULL), ('long', 'default', 'Long', $1, NULL, NULL), ('gone', 'default', 'Gone', $1, NULL, $1)`,
    [NOW],
  )
})
afterAll(() => postgres.close())

const idle = async () => undefined
const handlers = (clickhouse: ClickHouse, now = NOW) =>
  createHandlers(
    { clickhouse, pool: postgres.pool, now: () => now, log: silentLogger },
    ...([idle, idle, { 'drift.sweep': idle, 'drift.run': idle }, idle] as const),
  )

describeEngines('retention', (open) => {
  test('a project loses the spans that outlived its retention, and no other project loses any', async () => {
    const clickhouse = await open()
    await insertSpan(clickhouse, 'short', 1, '2026-11-01 00:00:00')
    await insertSpan(clickhouse, 'short', 2, '2026-11-19 00:00:00')
    await insertSpan(clickhouse, 'long', 3, '2026-11-01 00:00:00')
    await handlers(clickhouse)['retention.sweep']({}, new AbortController().signal)
    for (const table of ['spans', 'span_content', 'message_bodies', 'trace_index']) {
      expect(await rows(clickhouse, table)).toEqual([
        { project: 'long', n: 1 },
        { project: 'short', n: 1 },
      ])
    }
  })

  test('a deleted project is erased by every sweep of its first day, so that late spans go too', async () => {
    const clickhouse = await open()
    const sweepAt = (now: Date) =>
      handlers(clickhouse, now)['retention.sweep']({}, new AbortController().signal)
    await postgres.pool.query('UPDATE project SET erased_at = NULL WHERE id = $1', ['gone'])
    for (const hours of [0, 3, 25]) {
      await insertSpan(clickhouse, 'gone', hours, '2026-11-19 00:00:00')
      await sweepAt(new Date(NOW.getTime() + hours * 3_600_000))
      expect(await rows(clickhouse, 'spans')).toEqual([])
    }
    expect(await listUnerased(postgres.pool)).toEqual([])
  })

  test('an erased project leaves nothing behind, and erasing twice is harmless', async () => {
    const clickhouse = await open()
    await insertSpan(clickhouse, 'gone', 1, '2026-11-19 00:00:00')
    await insertSpan(clickhouse, 'stays', 2, '2026-11-19 00:00:00')
    const erase = () =>
      handlers(clickhouse)['project.erase']({ projectId: 'gone' }, new AbortController().signal)
    await erase()
    await erase()
    for (const table of ['spans', 'span_content', 'message_bodies', 'trace_index']) {
      expect(await rows(clickhouse, table)).toEqual([{ project: 'stays', n: 1 }])
    }
  })
})
