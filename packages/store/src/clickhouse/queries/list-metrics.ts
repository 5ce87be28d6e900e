import { MetricSummary, type MetricListQuery, type MetricPage } from '@assay/contract/api/metric'
import { METRIC_TYPES } from '@assay/contract/raw-metric'
import { z } from 'zod'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { nsToInstant } from './instant.ts'
import type { Scope } from './scope.ts'
import { timeRange } from './time-range.ts'

const KIND = 'metrics'
/** Stands between name, type and unit of the last row; the engine compares the joined texts byte by byte. */
const BETWEEN = '\u0001'

const Row = z.object({
  name: z.string(),
  type: z.enum(METRIC_TYPES),
  unit: z.string(),
  description: z.string(),
  series: z.number(),
  lastNs: z.string(),
})

const sqlOf = (hasText: boolean, hasCursor: boolean) => `
SELECT
  toString(name) AS name, toString(type) AS type, toString(unit) AS unit,
  anyLast(metric_names.description) AS description,
  uniqMerge(metric_names.series) AS series,
  toString(toUnixTimestamp64Nano(max(last_time))) AS lastNs
FROM metric_names
WHERE project_id = {projectId:String}
  AND day >= toDate(fromUnixTimestamp64Nano({fromNs:Int64}, 'UTC'))
  AND day <= toDate(fromUnixTimestamp64Nano({toNs:Int64}, 'UTC'))
  ${hasText ? 'AND positionCaseInsensitiveUTF8(metric_names.name, {q:String}) > 0' : ''}
  ${hasCursor ? `AND (metric_names.name, metric_names.type, metric_names.unit) > ({name:String}, {type:String}, {unit:String})` : ''}
GROUP BY name, type, unit
ORDER BY name, type, unit
LIMIT {limit:UInt32}`

/**
 * Which metrics does the project have, of which type and unit, how many series has each, and when did one last come?
 * Reads the roll-up by day, never points.
 *
 * @param args.nowMs Unix time in milliseconds; the end of a range without `to`.
 */
export async function listMetrics(
  scope: Scope,
  args: { query: MetricListQuery; nowMs: number },
): Promise<MetricPage> {
  const { query } = args
  const range = timeRange(query, args.nowMs)
  const after = decodeCursor(KIND, query.cursor)?.id.split(BETWEEN)
  const rows = await scope.ch.query({
    name: 'list-metrics',
    sql: sqlOf(query.q !== undefined, after !== undefined),
    params: {
      projectId: scope.projectId,
      fromNs: range.from.toString(),
      toNs: (range.to > range.from ? range.to - 1n : range.to).toString(),
      limit: query.limit + 1,
      ...(query.q !== undefined && { q: query.q }),
      ...(after !== undefined && { name: after[0] ?? '', type: after[1] ?? '', unit: after[2] ?? '' }),
    },
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  const cursorId = (row: z.infer<typeof Row>) => [row.name, row.type, row.unit].join(BETWEEN)
  return {
    metrics: page.map(({ lastNs, series, ...row }) =>
      MetricSummary.parse({ ...row, seriesCount: series, lastTime: nsToInstant(BigInt(lastNs)) }),
    ),
    nextCursor:
      rows.length > page.length && last ? encodeCursor(KIND, { value: null, id: cursorId(last) }) : null,
  }
}
