import type { MetricType } from '@assay/contract/raw-metric'
import { z } from 'zod'
import type { ExponentialHistogram } from '../metrics/exponential.ts'
import type { Histogram, Observations } from '../metrics/histogram.ts'

/*
 * What the questions about one metric share. Points sent twice are read once; those without a recorded value are left
 * out. Steps are counted from the start of the range and negative before it.
 */

const IN_RANGE = `project_id = {projectId:String} AND name = {name:String} AND type = {type:String} AND unit = {unit:String}
    AND time >= fromUnixTimestamp64Nano({sinceNs:Int64}, 'UTC')
    AND time < fromUnixTimestamp64Nano({toNs:Int64}, 'UTC')
    AND bitAnd(flags, 1) = 0`

/** Values of the attributes that are grouped by, of the point or else of its resource; '' where there is none. */
const LABELS = `arrayMap(
      k -> multiIf(mapContains(attributes, k), attributes[k], mapContains(resource_attributes, k), resource_attributes[k], ''),
      {by:Array(String)}
    )`

/** Which points tell levels (as gauges do), what was added since the last, or the sum since a start. */
export type Counting = 'levels' | 'deltas' | 'cumulative'

/** The condition that leaves points of one way of counting. */
export function countedAs(type: MetricType, counting: Counting): string {
  const isLevel = type === 'gauge' ? '1' : type === 'sum' ? '(is_monotonic = 0 AND temporality != 1)' : '0'
  if (counting === 'levels') return isLevel
  return `NOT ${isLevel} AND temporality ${counting === 'deltas' ? '=' : '!='} 1`
}

/** Points of the metric, each once, under short names: no alias of an aggregate may be that of its argument. */
export const pointsSql = (condition: string): string => `
  SELECT
    series,
    toUnixTimestamp64Nano(time) AS t,
    toUnixTimestamp64Nano(start_time) AS s,
    toInt64(floor((t - {fromNs:Int64}) / {stepNs:Int64})) AS at,
    ${LABELS} AS keys,
    value AS v, count AS c, sum AS su, min AS lo, max AS hi, bounds AS b, counts AS bc,
    scale AS sc, zero_count AS zc, zero_threshold AS zt,
    arrayMap(i -> toInt64(positive_offset) + i - 1, arrayEnumerate(positive_counts)) AS pk, positive_counts AS pc,
    arrayMap(i -> toInt64(negative_offset) + i - 1, arrayEnumerate(negative_counts)) AS nk, negative_counts AS nc
  FROM metric_points
  WHERE ${IN_RANGE} AND ${condition}
  ORDER BY series, time, version DESC
  LIMIT 1 BY series, time`

/** Series in the order of their hashes: the same ones whenever not all of them can be read. */
export const firstSeriesSql = (condition: string): string => `
  SELECT DISTINCT series FROM metric_points WHERE ${IN_RANGE} AND ${condition} ORDER BY series LIMIT {maxSeries:UInt32}`

/** A number that is finite; the engine's JSON says null for all others. */
const Finite = z.number().nullable()
const Keyed = z.tuple([z.array(z.number()), z.array(z.number())])

/** The values of a point, or of several added up. Counts above 2^53 lose their last digits, which no chart shows. */
export const ValueRow = z.object({
  labels: z.array(z.string()),
  step: z.number(),
  points: z.number(),
  value: Finite,
  count: z.number(),
  sum: Finite,
  min: Finite,
  max: Finite,
  bounds: z.array(Finite),
  counts: z.array(z.number()),
  scale: z.number(),
  zeroCount: z.number(),
  zeroThreshold: Finite,
  positive: Keyed,
  negative: Keyed,
})
export type ValueRow = z.infer<typeof ValueRow>

export function observationsOf(row: ValueRow): Observations {
  return { count: row.count, sum: row.sum, min: row.min, max: row.max }
}

/** The histogram that a row holds. */
export function histogramOf(row: ValueRow): Histogram {
  const bounds = row.bounds.filter((bound) => bound !== null)
  if (bounds.length === row.bounds.length) return { ...observationsOf(row), bounds, counts: row.counts }
  // Infinite bounds stand at the ends: the bucket beyond one is empty by its nature, so it is part of its neighbour.
  const counts = [...row.counts]
  if (row.bounds[0] === null) counts.splice(0, 2, (counts[0] ?? 0) + (counts[1] ?? 0))
  if (counts.length > bounds.length + 1) counts.splice(-2, 2, (counts.at(-2) ?? 0) + (counts.at(-1) ?? 0))
  return { ...observationsOf(row), bounds, counts }
}

export function exponentialOf(row: ValueRow): ExponentialHistogram {
  const buckets = ([keys, counts]: [number[], number[]]) =>
    keys.map((key, i): readonly [number, number] => [key, counts[i] ?? 0]).filter(([, count]) => count !== 0)
  return {
    ...observationsOf(row),
    scale: row.scale,
    zeroCount: row.zeroCount,
    zeroThreshold: row.zeroThreshold ?? 0,
    positive: buckets(row.positive),
    negative: buckets(row.negative),
  }
}
