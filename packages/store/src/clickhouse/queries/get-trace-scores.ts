import { Score, ScoreFinding } from '@assay/contract/api/score'
import { z } from 'zod'
import { POINT_SQL, PointRow, toScorePoint } from './list-scores.ts'
import { IN_SPAN_RANGE, spanRangeParams, type Scope } from './scope.ts'
import { traceBounds } from './trace-bounds.ts'

const MAX_SCORES = 1000
/** What is told of a score besides its point. */
export const FullRow = PointRow.extend({
  explanation: z.string(),
  ruleVersion: z.number(),
  sampling: z.string(),
  confidence: z.number().nullable(),
  durationMs: z.number().nullable(),
  findings: z.string(),
  details: z.string(),
})

/** Columns of FullRow beyond those of POINT_SQL, of the table `scores`. */
export const TEXTS_SQL = `explanation, rule_version AS ruleVersion, sampling, confidence, duration_ms AS durationMs, findings`

// Of several spans with one response id the model call is meant, and of several calls the earliest.
const ANSWERS_SQL = `
SELECT response_id, argMin(span_id, (kind != 'llm', start_time, span_id)) AS answer_span
FROM (
  SELECT span_id, response_id, kind, start_time FROM spans
  WHERE ${IN_SPAN_RANGE} AND trace_id = toFixedString(unhex({traceId:String}), 16)
  ORDER BY version DESC LIMIT 1 BY span_id
)
WHERE response_id != ''
GROUP BY response_id`

const NO_TRACE = `toFixedString('', 16)`
const NO_SPAN = `toFixedString('', 8)`

const sqlOf = (details: string) => `
WITH answers AS (${ANSWERS_SQL})
SELECT ${POINT_SQL}, if(owner = ${NO_SPAN}, '', lower(hex(owner))) AS spanId, ${TEXTS_SQL}, ${details} AS details
FROM (
  SELECT scores.*, if(scores.span_id = ${NO_SPAN} AND response_id != '', answers.answer_span, scores.span_id) AS owner
  FROM scores LEFT JOIN answers USING (response_id)
  WHERE project_id = {projectId:String} AND (
    trace_id = toFixedString(unhex({traceId:String}), 16)
    OR (trace_id = ${NO_TRACE} AND span_id = ${NO_SPAN} AND response_id IN (SELECT response_id FROM answers))
  )
  ORDER BY version DESC LIMIT 1 BY trace_id, span_id, score_id
)
WHERE empty({spanId:String}) OR owner = toFixedString(unhex({spanId:String}), 8)
ORDER BY time, name, score_id
LIMIT ${MAX_SCORES}`

/**
 * What did evaluators say of a trace, or of one span of it? Earliest first, each resent score once. A score that
 * names only the id of a response belongs to the span with that response, whichever came first.
 *
 * @param args.spanId Lower-case hex, then with details; '' for all of the trace, without.
 */
export async function getTraceScores(
  scope: Scope,
  args: { traceId: string; spanId: string },
): Promise<Score[]> {
  const bounds = (await traceBounds(scope, [args.traceId])) ?? { loNs: 0n, hiNs: 0n }
  const rows = await scope.ch.query({
    name: 'get-trace-scores',
    sql: sqlOf(args.spanId === '' ? `''` : 'details'),
    params: { ...spanRangeParams(scope.projectId, bounds.loNs, bounds.hiNs), ...args },
    rows: FullRow,
    ...(scope.signal && { signal: scope.signal }),
  })
  return rows.map((row) => ({ ...toScore(row), traceId: args.traceId }))
}

/** A row as the API tells it. Findings that are no longer of the known form are left out. */
export function toScore(row: z.infer<typeof FullRow>): Score {
  const { explanation, ruleVersion, sampling, confidence, durationMs, findings, details, ...point } = row
  return {
    ...toScorePoint(point),
    explanation: explanation === '' ? null : explanation,
    ruleVersion: ruleVersion === 0 ? null : ruleVersion,
    sampling: sampling === '' ? null : sampling,
    confidence,
    durationMs,
    findings: z.array(ScoreFinding).catch([]).parse(parsed(findings)),
    ...(details !== '' && { details: Score.shape.details.catch({}).parse(parsed(details)) ?? {} }),
  }
}

/** Both texts are written by us as JSON; '' is none. */
const parsed = (text: string): unknown => (text === '' ? [] : (JSON.parse(text) as unknown))
