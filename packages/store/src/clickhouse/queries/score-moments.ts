import type { ScoreFilter, ScoreSlice } from '@assay/contract/api/score-filter'
import { z } from 'zod'
import { stepLength } from '../metrics/step-length.ts'
import {
  POINT_SETTINGS,
  POINTS,
  scoreConditions,
  type ScoreConditions,
  SLICE_COLUMNS,
} from './score-conditions.ts'
import { staleScoreHours } from './stale-score-hours.ts'
import { MEASURED } from './score-measures.ts'
import type { Scope } from './scope.ts'
import { type TimeRange, timeRange } from './time-range.ts'

/** Values of a slice that are told apart; the others are only counted. */
const MAX_VALUES = 20
const SECOND_NS = 1_000_000_000n
const HOUR_SECONDS = 3600

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
  unbinary: z.number(),
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

export interface MomentsQuery {
  name: string
  filter: ScoreFilter
  /** The rate of this label, in place of the mean of the values. */
  label?: string | undefined
  by?: ScoreSlice | undefined
  /** Most buckets, which begin at whole steps; null for one over exactly the range. */
  steps: number | null
  /** Unix time in milliseconds; the end of a range without `to`. */
  nowMs: number
}

/**
 * How did a score run over a range, in buckets and by version, source and one slice? Sums of weighted values, of which
 * means, rates and their intervals follow; a score that was sent again counts once. Hours that are summed up are read
 * as sums, the others score by score.
 *
 * @returns rows of at most 20 values of the slice, those with most scores; `values` says how many there are.
 */
export async function scoreMoments(
  scope: Scope,
  query: MomentsQuery,
): Promise<{ range: TimeRange; stepSeconds: number; values: number; rows: ScoreMomentsRow[] }> {
  const { range, stepSeconds } = buckets(query)
  const { name, filter, label, by } = query
  const hasSums =
    !(by === 'user' || by === 'tag' || filter.user || filter.tag) && stepSeconds % HOUR_SECONDS === 0
  const stale = hasSums ? await staleScoreHours(scope, { name, range }) : null
  const where = scoreConditions(scope.projectId, { name, filter, range })
  const slice = sliceSql(by)
  const relation = { slice, measure: label === undefined ? 'value' : 'label', where, hasSums } as const
  const params = {
    ...where.params,
    step: query.steps === null ? 2 ** 32 - 1 : stepSeconds,
    ...(label !== undefined && { label }),
    ...(stale !== null && { stale }),
  }
  const ask = <T>(question: string, sql: string, row: z.ZodType<T>, more: Record<string, unknown> = {}) =>
    scope.ch.query({
      name: question,
      sql,
      params: { ...params, ...more },
      rows: row,
      settings: POINT_SETTINGS,
      ...(scope.signal && { signal: scope.signal }),
    })
  const top =
    slice === null
      ? null
      : await ask('score-slices', slicesSql(relation), z.object({ slice: z.string(), total: z.number() }))
  const rows = await ask('score-moments', momentsSql(relation, top !== null), Row, {
    ...(top !== null && { values: top.map((row) => row.slice) }),
  })
  return { range, stepSeconds, values: top?.[0]?.total ?? 1, rows }
}

function buckets({ filter, steps, nowMs }: MomentsQuery): { range: TimeRange; stepSeconds: number } {
  const range = timeRange(filter, nowMs)
  if (steps === null) return { range, stepSeconds: HOUR_SECONDS }
  const stepSeconds = stepLength(Number((range.to - range.from) / 1_000_000n) / 1000, steps)
  return {
    range: { from: range.from - (range.from % (BigInt(stepSeconds) * SECOND_NS)), to: range.to },
    stepSeconds,
  }
}

interface Relation {
  slice: string | null
  measure: 'label' | 'value'
  where: ScoreConditions
  hasSums: boolean
}

const LINE = `evaluator_version AS evaluatorVersion, source`
const atSql = (seconds: string) => `intDiv(${seconds}, {step:UInt32}) * {step:UInt32} AS at`

/** Scores one by one. */
function pointsSql({ slice, measure, where, hasSums }: Relation): string {
  const { y, has } = MEASURED[measure]
  const weight = '1 / inclusion_probability'
  return `
SELECT ${LINE}, ${slice ?? `''`} AS slice, ${atSql(`toUnixTimestamp(toDateTime(time, 'UTC'))`)},
  toUInt64(${has}) AS n, toUInt64(error_type != '') AS failed, if(n = 1, ${weight}, 0) AS w, w * w AS ww, w * y AS wy,
  w * wy AS wwy, wy * wy AS wwyy, toUInt64(n = 1 AND y != 0 AND y != 1) AS unbinary, if(n = 1, ${y}, 0) AS y
FROM ${POINTS}
WHERE ${where.sql}${hasSums ? ` AND toStartOfHour(time) IN (SELECT toDateTime(arrayJoin({stale:Array(UInt32)}), 'UTC'))` : ''}`
}

/** Sums of the hours that are up to date. */
function sumsSql({ slice, measure, where }: Relation): string {
  const is = `(label = {label:String})`
  const numbers =
    measure === 'value'
      ? `value_n AS n, failed, value_w AS w, value_ww AS ww, value_wy AS wy, value_wwy AS wwy, value_wwyy AS wwyy,
  value_between AS unbinary`
      : `label_n AS n, failed, label_w AS w, label_ww AS ww, if(${is}, label_w, 0) AS wy, if(${is}, label_ww, 0) AS wwy,
  if(${is}, label_ww, 0) AS wwyy, toUInt64(0) AS unbinary`
  return `
SELECT ${LINE}, ${slice ?? `''`} AS slice, ${atSql('toUnixTimestamp(hour)')}, ${numbers}
FROM score_hours
WHERE ${where.hoursSql} AND hour NOT IN (SELECT toDateTime(arrayJoin({stale:Array(UInt32)}), 'UTC'))
  AND (hour, build) IN (
    SELECT hour, max(build) FROM score_hours_built
    WHERE project_id = {projectId:String} AND name = {name:String} GROUP BY hour
  )`
}

const NUMBERS = Object.keys(ScoreMoments.shape)
const COLUMNS = ['evaluatorVersion', 'source', 'slice', 'at', ...NUMBERS].join(', ')
const unionSql = (relation: Relation) =>
  relation.hasSums
    ? `SELECT ${COLUMNS} FROM (${pointsSql(relation)}) UNION ALL SELECT ${COLUMNS} FROM (${sumsSql(relation)})`
    : pointsSql(relation)

function momentsSql(relation: Relation, isSliced: boolean): string {
  return `
SELECT evaluatorVersion, source, slice, at, ${NUMBERS.map((name) => `sum(part.${name}) AS ${name}`).join(', ')}
FROM (${unionSql(relation)}) AS part
${isSliced ? 'WHERE slice IN ({values:Array(String)})' : ''}
GROUP BY evaluatorVersion, source, slice, at
ORDER BY at, evaluatorVersion, source, slice`
}

const slicesSql = (relation: Relation) => `
SELECT slice, count() OVER () AS total
FROM (${unionSql(relation)}) AS part
GROUP BY slice
ORDER BY sum(part.n) DESC, slice
LIMIT ${MAX_VALUES}`

/** The value of a slice in a row; null where version and source tell it already. */
function sliceSql(by: ScoreSlice | undefined): string | null {
  if (by === undefined || by === 'version' || by === 'source') return null
  return by === 'tag' ? `arrayJoin(if(empty(tags), [''], tags))` : `toString(${SLICE_COLUMNS[by]})`
}
