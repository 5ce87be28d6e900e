import { SEGMENT_TABLES, type SegmentTable } from '@assay/contract/tables'
import type { SegmentPart } from '@assay/spool/scan-segment'
import { arrivalsOf } from '@assay/store/clickhouse/arrivals'
import type { ClickHouse } from '@assay/store/clickhouse/client'
import { migrateClickHouse } from '@assay/store/clickhouse/migrate'
import { openClickHouse } from '@assay/store/clickhouse/open'
import { joinMessageLogs } from '@assay/worker/join/join-message-logs'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeApi } from '../../../apps/api/test/make-api.ts'
import { CLICKHOUSE_MIGRATIONS } from '../../int/migrations.ts'
import { createAsker } from './asker.ts'
import { queryMetrics } from './query-metrics.ts'
import { queryRows, type QueryLimits } from './query-rows.ts'
import { FUZZ_PROJECT } from './run-case.ts'

/**
 * Inserts what the children kept in `child-<i>/<table>.rowbinary`, as the loader does and with its hook, and asks
 * every question about it.
 *
 * @param kept Rows by table, of each child.
 */
export async function askQuestions(
  folder: string,
  kept: readonly Record<string, number>[],
  limits: QueryLimits,
): Promise<{ asked: number; inserted: number; derived: number; failures: string[] }> {
  const ch = await openClickHouse({ path: join(folder, 'clickhouse') })
  try {
    await migrateClickHouse({ clickhouse: ch, directory: CLICKHOUSE_MIGRATIONS, now: Date.now })
    const parts: SegmentPart[] = []
    for (const [i, tables] of kept.entries()) {
      for (const [table, rows] of Object.entries(tables) as [SegmentTable, number][])
        parts.push(await insert(ch, join(folder, `child-${i}`, `${table}.rowbinary`), table, rows))
    }
    const api = await makeApi({ ch })
    try {
      const asker = createAsker(api, FUZZ_PROJECT)
      const arrivals = parts.flatMap(arrivalsOf)
      const segment = { id: 'fuzz', rowsByTable: {}, arrivals, parts, loadMs: 0 }
      const derived = await asker.ask('the join of logs to their spans', null, () =>
        joinMessageLogs({ clickhouse: ch, folder: join(folder, 'join') }, segment),
      )
      const scope = { ch, projectId: FUZZ_PROJECT }
      await queryRows(scope, asker, Date.now(), limits)
      await queryMetrics(scope, asker, Date.now(), limits)
      const inserted = parts.reduce((sum, part) => sum + part.rows, 0)
      const all = [...(derived?.values() ?? [])].reduce((sum, spans) => sum + spans.length, 0)
      return { inserted, derived: all, ...asker.answers() }
    } finally {
      await api.close()
    }
  } finally {
    await ch.close()
  }
}

async function insert(ch: ClickHouse, path: string, table: SegmentTable, rows: number): Promise<SegmentPart> {
  const { columns } = SEGMENT_TABLES[table]
  await ch.insertFile({ table, columns, path, rows, token: `fuzz.${path}` })
  const heads = columns.map(([name, type]) => [name, type] as const)
  return { table, columns: heads, rows, payloads: [readFileSync(path)], payloadRows: [rows] }
}
