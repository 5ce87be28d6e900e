import { AssayError } from '@assay/contract/error'
import { METRIC_TYPES, type MetricType } from '@assay/contract/raw-metric'
import { z } from 'zod'
import type { Scope } from './scope.ts'
import type { TimeRange } from './time-range.ts'

const Row = z.object({
  type: z.enum(METRIC_TYPES),
  unit: z.string(),
  temporality: z.number(),
  isMonotonic: z.number(),
  description: z.string(),
})

const SQL = `
SELECT
  toString(type) AS type, toString(unit) AS unit, temporality, is_monotonic AS isMonotonic,
  toString(anyLast(metric_points.description)) AS description
FROM metric_points
WHERE project_id = {projectId:String} AND name = {name:String}
  AND time >= fromUnixTimestamp64Nano({fromNs:Int64}, 'UTC')
  AND time < fromUnixTimestamp64Nano({toNs:Int64}, 'UTC')
GROUP BY type, unit, temporality, isMonotonic
ORDER BY max(time) DESC, type, unit, temporality, isMonotonic`

/** How the points of one metric are to be read. */
export interface MetricKind {
  type: MetricType
  unit: string
  description: string
  others: { type: MetricType; unit: string }[]
  /** Which of the three the points of this type and unit are. */
  hasLevels: boolean
  hasDeltas: boolean
  hasCumulative: boolean
}

/**
 * Of which type, unit and temporality are the points of this name in the range? Without a wish those of the latest point.
 *
 * @throws AssayError `not_found`
 */
export async function metricKind(
  scope: Scope,
  args: { name: string; type?: MetricType | undefined; unit?: string | undefined; range: TimeRange },
): Promise<MetricKind> {
  const rows = await scope.ch.query({
    name: 'metric-kinds',
    sql: SQL,
    params: {
      projectId: scope.projectId,
      name: args.name,
      fromNs: args.range.from.toString(),
      toNs: args.range.to.toString(),
    },
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
  const chosen = rows.find(
    (row) =>
      (args.type === undefined || row.type === args.type) &&
      (args.unit === undefined || row.unit === args.unit),
  )
  if (chosen === undefined) {
    throw new AssayError('not_found', 'no points of this metric in the range')
  }
  const { type, unit, description } = chosen
  const own = rows.filter((row) => row.type === type && row.unit === unit)
  const others = new Map<string, { type: MetricType; unit: string }>()
  for (const row of rows)
    if (!own.includes(row)) others.set(`${row.type} ${row.unit}`, { type: row.type, unit: row.unit })
  // A sum that may fall and is told as a whole is a level, such as requests that are running.
  const isLevel = (row: z.infer<typeof Row>) =>
    type === 'gauge' || (type === 'sum' && row.isMonotonic === 0 && row.temporality !== 1)
  return {
    type,
    unit,
    description,
    others: [...others.values()],
    hasLevels: own.some(isLevel),
    hasDeltas: own.some((row) => !isLevel(row) && row.temporality === 1),
    hasCumulative: own.some((row) => !isLevel(row) && row.temporality !== 1),
  }
}
