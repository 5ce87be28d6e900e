import type { ScorePoint } from '@assay/contract/api/score'
import type { ScoreListQuery, ScorePage } from '@assay/contract/api/score-filter'
import { SCORE_TARGETS } from '@assay/contract/score-row'
import { z } from 'zod'
import { decodeCursor, encodeCursor } from './cursor.ts'
import { nsToInstant } from './instant.ts'
import { WANTED } from './review-counts.ts'
import { POINT_SETTINGS, POINTS, scoreConditions } from './score-conditions.ts'
import type { Scope } from './scope.ts'
import { timeRange } from './time-range.ts'

const text = z.string()

/** A row of `score_points`, as POINT_SQL selects it. */
export const PointRow = z.object({
  id: text,
  target: z.enum(SCORE_TARGETS),
  traceId: text,
  spanId: text,
  sessionId: text,
  name: text,
  value: z.number().nullable(),
  label: text,
  evaluator: text,
  evaluatorVersion: text,
  errorType: text,
  source: text,
  ruleId: text,
  inclusionProbability: z.number(),
  judgeModel: text,
  costUsd: z.number().nullable(),
  atNs: text,
})

/** Columns of a score that `scores` and `score_points` share. */
export const POINT_SQL = `lower(hex(score_id)) AS id, target, session_id AS sessionId, name, value, label, evaluator,
  if(trace_id = toFixedString('', 16), '', lower(hex(trace_id))) AS traceId,
  evaluator_version AS evaluatorVersion, error_type AS errorType, source, rule_id AS ruleId,
  inclusion_probability AS inclusionProbability, judge_model AS judgeModel, cost_usd AS costUsd,
  toString(toUnixTimestamp64Nano(time)) AS atNs`

const SPAN_SQL = `if(span_id = toFixedString('', 8), '', lower(hex(span_id))) AS spanId`

const orNull = (value: string): string | null => (value === '' ? null : value)

/** A row as lists show it. */
export function toScorePoint({ atNs, ...row }: z.infer<typeof PointRow>): ScorePoint {
  return {
    ...row,
    traceId: orNull(row.traceId),
    spanId: orNull(row.spanId),
    sessionId: orNull(row.sessionId),
    label: orNull(row.label),
    evaluator: orNull(row.evaluator),
    evaluatorVersion: orNull(row.evaluatorVersion),
    errorType: orNull(row.errorType),
    ruleId: orNull(row.ruleId),
    judgeModel: orNull(row.judgeModel),
    time: nsToInstant(BigInt(atNs)),
  }
}

/** A number as a whole one that sorts as it does (IEEE 754: of negative ones the other bits run backwards). */
export const SORTABLE_VALUE = `if(reinterpretAsInt64(assumeNotNull(value)) < 0,
  bitXor(reinterpretAsInt64(assumeNotNull(value)), 9223372036854775807), reinterpretAsInt64(assumeNotNull(value)))`
const KEYS = { time: 'toUnixTimestamp64Nano(time)', value: SORTABLE_VALUE } as const
const STATES = { scored: `error_type = ''`, failed: `error_type != ''`, any: '1' } as const

/**
 * Which scores of a name match a filter, one page of them, by time or value? Sorted by value, those without one are
 * left out.
 *
 * @param args.nowMs Unix time in milliseconds; the end of a range without `to`.
 * @throws AssayError `invalid` for a foreign cursor.
 */
export async function listScores(
  scope: Scope,
  args: { query: ScoreListQuery; nowMs: number },
): Promise<ScorePage> {
  const { query } = args
  const kind = `scores.${query.sort}.${query.order}`
  const after = decodeCursor(kind, query.cursor, { id: /^[0-9a-f]{32}$/, hasValue: true })
  const range = timeRange(query, args.nowMs)
  const where = scoreConditions(scope.projectId, { name: query.name, filter: query, range })
  const given: [unknown, string][] = [
    [query.traceId, `trace_id = toFixedString(unhex({traceId:String}), 16)`],
    [query.spanId, `span_id = toFixedString(unhex({spanId:String}), 8)`],
    [query.label, `label IN ({label:Array(String)})`],
    [query.wants, WANTED],
    [query.min, `value >= {min:Float64}`],
    [query.max, `value <= {max:Float64}`],
    [query.sort === 'value' || undefined, `isNotNull(value) AND isFinite(value)`],
    [
      after ?? undefined,
      `(sort_key, score_id) ${query.order === 'desc' ? '<' : '>'} ({afterKey:Int64}, toFixedString(unhex({afterId:String}), 16))`,
    ],
  ]
  const order = query.order.toUpperCase()
  const rows = await scope.ch.query({
    name: 'list-scores',
    sql: `
SELECT ${POINT_SQL}, ${SPAN_SQL}, toString(${KEYS[query.sort]}) AS sortKey
FROM ${POINTS}
WHERE ${where.sql} AND ${STATES[query.state]}
${given.map(([value, sql]) => (value === undefined ? '' : `  AND ${sql.replace('sort_key', KEYS[query.sort])}\n`)).join('')}
ORDER BY ${KEYS[query.sort]} ${order}, score_id ${order}
LIMIT {limit:UInt32}`,
    params: {
      ...where.params,
      ...defined({
        traceId: query.traceId,
        spanId: query.spanId,
        label: query.label,
        wants: query.wants,
        min: query.min,
        max: query.max,
      }),
      ...(after && { afterKey: after.value, afterId: after.id }),
      limit: query.limit + 1,
    },
    rows: PointRow.extend({ sortKey: text }),
    settings: POINT_SETTINGS,
    ...(scope.signal && { signal: scope.signal }),
  })
  const page = rows.slice(0, query.limit)
  const last = page.at(-1)
  return {
    scores: page.map(({ sortKey: _, ...row }) => toScorePoint(row)),
    nextCursor:
      last && rows.length > query.limit ? encodeCursor(kind, { value: last.sortKey, id: last.id }) : null,
  }
}

const defined = (params: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(params).filter(([, value]) => value !== undefined))
