import type { ScoreFilter, ScoreSlice } from '@assay/contract/api/score-filter'
import { z } from 'zod'
import { stepLength } from '../metrics/step-length.ts'
import { POINT_SETTINGS, POINTS, scoreConditions, SLICE_COLUMNS } from './score-conditions.ts'
import type { Scope } from './scope.ts'
import { type TimeRange, timeRange } from './time-range.ts'

/** Values of a slice that are told apart; the others are only counted. */
const MAX_VALUES = 20
const SECOND_NS = 1_000_000_000n

/** Sums over scores of one bucket and line, w being 1 / inclusion probability; they add up. */
export const ScoreMoments = z.object({
  n: z.number(),
  failed: z.number(),
  w: z.number(),
  ww: z.number(),
  wy: z.number(),
  wwy: z.number(),
  wwyy: z.number(),
  /** Values that are neither 0 nor 1. */
  between: z.number(),
})
export type ScoreMoments = z.infer<typeof ScoreMoments>

const Row = ScoreMoments.extend({
  evaluatorVersion: z.string(),
  source: z.string(),
  slice: z.string(),
  /** Start of the bucket, in seconds since 1970. */
  at: z.number(),
})
export type ScoreMomentsRow = z.infer<typeof Row>

/** y, and whether a row has one: by label, whether it is this one; else the value. */
export const MEASURED = {
  label: { y: `toFloat64(label = {label:String})`, has: `error_type = '' AND label != ''` },
  value: {
    y: 'assumeNotNull(value)',
    has: `error_type = '' AND isNotNull(value) AND isFinite(assumeNotNull(value))`,
  },
} as const

const momentsSql = (by: 'label' | 'value') => {
  const { y, has } = MEASURED[by]
  const sum = (term: string) => `sumIf(${term}, is_measured)`
  return {
    columns: `${y} AS y, ${has} AS is_measured, 1 / inclusion_probability AS weight`,
    sums: `countIf(is_measured) AS n, countIf(error_type != '') AS failed, ${sum('weight')} AS w,
  ${sum('weight * weight')} AS ww, ${sum('weight * y')} AS wy, ${sum('weight * weight * y')} AS wwy,
  ${sum('weight * weight * y * y')} AS wwyy, countIf(is_measured AND y != 0 AND y != 1) AS between`,
  }
}

export interface MomentsQuery {
  name: string
  filter: ScoreFilter
  label?: string | undefined
  by?: ScoreSlice | undefined
}

/**
 * How did a score run over a range, in buckets and by version, source and one slice? Sums of weighted values, of which
 * means, rates and their intervals follow; a score that was sent again counts once. Buckets begin at whole steps.
 *
 * @param args.steps Most buckets.
 * @param args.nowMs Unix time in milliseconds; the end of a range without `to`.
 * @returns rows of at most 20 values of the slice, those with most scores; `values` says how many there are.
 */
export async function scoreMoments(
  scope: Scope,
  args: MomentsQuery & { steps: number; nowMs: number },
): Promise<{ range: TimeRange; stepSeconds: number; values: number; rows: ScoreMomentsRow[] }> {
  const asked = timeRange(args.filter, args.nowMs)
  const stepSeconds = stepLength(Number((asked.to - asked.from) / 1_000_000n) / 1000, args.steps)
  const range = { from: asked.from - (asked.from % (BigInt(stepSeconds) * SECOND_NS)), to: asked.to }
  const where = scoreConditions(scope.projectId, { name: args.name, filter: args.filter, range })
  const sliced = sliceSql(args.by)
  const values = sliced === null ? null : await topValues(scope, where, sliced)
  const { columns, sums } = momentsSql(args.label === undefined ? 'value' : 'label')
  const rows = await scope.ch.query({
    name: 'score-moments',
    sql: `
SELECT evaluator_version AS evaluatorVersion, source, slice,
  intDiv(toUnixTimestamp(toDateTime(time, 'UTC')), {step:UInt32}) * {step:UInt32} AS at, ${sums}
FROM (
  SELECT evaluator_version, source, time, error_type, ${columns}, ${sliced ?? `''`} AS slice
  FROM ${POINTS} WHERE ${where.sql}
)
${values === null ? '' : 'WHERE slice IN ({values:Array(String)})'}
GROUP BY evaluatorVersion, source, slice, at
ORDER BY at`,
    params: {
      ...where.params,
      step: stepSeconds,
      ...(args.label !== undefined && { label: args.label }),
      ...(values !== null && { values: values.top }),
    },
    rows: Row,
    settings: POINT_SETTINGS,
    ...(scope.signal && { signal: scope.signal }),
  })
  return { range, stepSeconds, values: values?.total ?? 1, rows }
}

/** The value of a slice in a row; null where version and source tell it already. */
function sliceSql(by: ScoreSlice | undefined): string | null {
  if (by === undefined || by === 'version' || by === 'source') return null
  return by === 'tag' ? `arrayJoin(if(empty(tags), [''], tags))` : `toString(${SLICE_COLUMNS[by]})`
}

async function topValues(
  scope: Scope,
  where: { sql: string; params: Record<string, unknown> },
  slice: string,
): Promise<{ top: string[]; total: number }> {
  const rows = await scope.ch.query({
    name: 'score-slices',
    sql: `
SELECT slice, count() OVER () AS total
FROM (SELECT ${slice} AS slice FROM ${POINTS} WHERE ${where.sql})
GROUP BY slice
ORDER BY count() DESC, slice
LIMIT ${MAX_VALUES}`,
    params: where.params,
    rows: z.object({ slice: z.string(), total: z.number() }),
    settings: POINT_SETTINGS,
    ...(scope.signal && { signal: scope.signal }),
  })
  return { top: rows.map((row) => row.slice), total: rows[0]?.total ?? 0 }
}
