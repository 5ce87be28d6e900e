import type { MetricType } from '@assay/contract/raw-metric'
import { z } from 'zod'
import { countedAs, firstSeriesSql, pointsSql, ValueRow } from './metric-points.ts'

/** Levels by group and step. */
export const LevelRow = z.object({
  labels: z.array(z.string()),
  step: z.number(),
  n: z.number(),
  avg: z.number().nullable(),
  min: z.number().nullable(),
  max: z.number().nullable(),
})

export const levelsSql = (type: MetricType): string => `
SELECT p.keys AS labels, p.at AS step, count() AS n, avg(p.v) AS avg, min(p.v) AS min, max(p.v) AS max
FROM (${pointsSql(countedAs(type, 'levels'))}) AS p
WHERE has({groups:Array(Array(String))}, p.keys) AND isFinite(p.v) AND p.at >= 0
GROUP BY labels, step`

/** A sum is unknown where one of its parts is, unless that part is of nothing. */
const known = (column: string, aggregate: string) =>
  `if(countIf(isNull(p.${column}) AND p.c > 0) > 0, NULL, ${aggregate}(p.${column}))`

/** What was added, by group and step, and by what must be alike to be added up. */
export const deltasSql = (type: MetricType): string => `
SELECT
  p.keys AS labels, p.at AS step, count() AS points,
  sum(p.v) AS value, toFloat64(sum(p.c)) AS count,
  ${known('su', 'sum')} AS sum, ${known('lo', 'min')} AS min, ${known('hi', 'max')} AS max,
  p.b AS bounds, arrayMap(x -> toFloat64(x), sumForEach(p.bc)) AS counts,
  p.sc AS scale, toFloat64(sum(p.zc)) AS zeroCount, p.zt AS zeroThreshold,
  sumMap(p.pk, p.pc) AS positive, sumMap(p.nk, p.nc) AS negative
FROM (${pointsSql(countedAs(type, 'deltas'))}) AS p
WHERE has({groups:Array(Array(String))}, p.keys) AND p.at >= 0
GROUP BY labels, step, bounds, scale, zeroThreshold`

export const CumulativeRow = ValueRow.extend({ series: z.string(), run: z.number(), startNs: z.string() })

const W = `OVER (PARTITION BY series ORDER BY t ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW)`
/** argMax passes over nulls, but not over what is wrapped. */
const last = (column: string) => `argMax(tuple(p.${column}), p.t).1`

/**
 * The last point of each series in each step and between two resets: another start, or a value below the one before.
 */
export const cumulativeSql = (type: MetricType): string => `
SELECT
  lower(hex(p.series)) AS series, p.run AS run, p.at AS step, any(p.keys) AS labels, count() AS points,
  toString(argMax(p.s, p.t)) AS startNs,
  ${last('v')} AS value, toFloat64(argMax(p.c, p.t)) AS count,
  ${last('su')} AS sum, ${last('lo')} AS min, ${last('hi')} AS max,
  ${last('b')} AS bounds, arrayMap(x -> toFloat64(x), ${last('bc')}) AS counts,
  ${last('sc')} AS scale, toFloat64(argMax(p.zc, p.t)) AS zeroCount, ${last('zt')} AS zeroThreshold,
  argMax(tuple(p.pk, p.pc), p.t) AS positive, argMax(tuple(p.nk, p.nc), p.t) AS negative
FROM (
  SELECT *, toUInt32(sum(isReset) ${W}) AS run
  FROM (
    SELECT *, row_number() ${W} > 1 AND (
      (s != 0 AND s != lagInFrame(s) ${W}) OR level < lagInFrame(level) ${W}
    ) AS isReset
    FROM (
      SELECT *, ifNull(v, toFloat64(c)) AS level
      FROM (${pointsSql(`${countedAs(type, 'cumulative')} AND series IN (${firstSeriesSql(countedAs(type, 'cumulative'))})`)})
      WHERE has({groups:Array(Array(String))}, keys)
    )
  )
) AS p
GROUP BY series, run, step
ORDER BY series, run, step`

/** Groups by their points, most first. */
export const GroupRow = z.object({
  labels: z.array(z.string()),
  groups: z.number(),
  cumulativeSeries: z.number(),
})

export const groupsSql = (type: MetricType): string => `
SELECT labels, count() OVER () AS groups, sum(cumulative) OVER () AS cumulativeSeries
FROM (
  SELECT p.keys AS labels, count() AS points, uniqExactIf(p.series, p.isCumulative) AS cumulative
  FROM (
    SELECT keys, series, series IN (${firstSeriesSql(countedAs(type, 'cumulative')).replace('LIMIT {maxSeries:UInt32}', '')}) AS isCumulative
    FROM (${pointsSql('1')})
  ) AS p
  GROUP BY labels
)
ORDER BY points DESC, labels
LIMIT {maxGroups:UInt32}`
