import { Score, ScoreFinding } from '@assay/contract/api/score'
import { z } from 'zod'
import { POINT_SQL, PointRow, toScorePoint } from './list-scores.ts'
import { IN_SPAN_RANGE, spanRangeParams, type Scope } from './scope.ts'
import { type TraceBounds, traceBounds } from './trace-bounds.ts'

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

/** So many response ids are named one by one: a subquery in their place takes as long as all else. */
const MOST_NAMED = 1000

// Of several spans with one response id the model call is meant, and of several calls the earliest.
const ANSWERS_SQL = `
SELECT response_id, lower(hex(argMin(span_id, (kind != 'llm', start_time, span_id)))) AS answer_span
FROM (
  SELECT span_id, response_id, kind, start_time FROM spans
  WHERE ${IN_SPAN_RANGE} AND trace_id = toFixedString(unhex({traceId:String}), 16)
  ORDER BY version DESC LIMIT 1 BY span_id
)
WHERE response_id != ''
GROUP BY response_id`

const NO_TRACE = `toFixedString('', 16)`
const NO_SPAN = `toFixedString('', 8)`

const AnswerRow = z.object({ response_id: z.string(), answer_span: z.string() })

function sqlOf(details: string, responses: number): string {
  const named =
    responses <= MOST_NAMED ? '{responses:Array(String)}' : `SELECT response_id FROM (${ANSWERS_SQL})`
  const answers = `trace_id = ${NO_TRACE} AND span_id = ${NO_SPAN} AND response_id IN (${named})`
  return `
SELECT ${POINT_SQL}, if(span_id = ${NO_SPAN}, '', lower(hex(span_id))) AS spanId, ${TEXTS_SQL}, ${details} AS details,
  if(span_id = ${NO_SPAN}, response_id, '') AS responseId
FROM (
  SELECT * FROM scores
  WHERE project_id = {projectId:String} AND (
    trace_id = toFixedString(unhex({traceId:String}), 16)${responses === 0 ? '' : ` OR (${answers})`}
  )
  ORDER BY version DESC LIMIT 1 BY trace_id, span_id, score_id
)
WHERE empty({spanId:String}) OR spanId = {spanId:String} OR responseId IN ({ofSpan:Array(String)})
ORDER BY time, name, score_id
LIMIT ${MAX_SCORES}`
}

/**
 * What did evaluators say of a trace, or of one span of it? Earliest first, each resent score once. A score that
 * names only the id of a response belongs to the span with that response, whichever came first.
 *
 * @param args.spanId Lower-case hex, then with details; '' for all of the trace, without.
 * @param args.bounds Where the caller has asked for them.
 */
export async function getTraceScores(
  scope: Scope,
  args: { traceId: string; spanId: string; bounds?: TraceBounds | null },
): Promise<Score[]> {
  const { traceId, spanId } = args
  const found = args.bounds === undefined ? await traceBounds(scope, [traceId]) : args.bounds
  const params = { ...spanRangeParams(scope.projectId, found?.loNs ?? 0n, found?.hiNs ?? 0n), traceId }
  const signal = scope.signal && { signal: scope.signal }
  const answers =
    found === null
      ? []
      : await scope.ch.query({
          name: 'get-trace-answers',
          sql: ANSWERS_SQL,
          params,
          rows: AnswerRow,
          ...signal,
        })
  const responses = answers.map((answer) => answer.response_id)
  const spanOf = new Map(answers.map((answer) => [answer.response_id, answer.answer_span]))
  const rows = await scope.ch.query({
    name: 'get-trace-scores',
    sql: sqlOf(spanId === '' ? `''` : 'details', responses.length),
    params: {
      ...params,
      spanId,
      responses,
      ofSpan: responses.filter((response) => spanId !== '' && spanOf.get(response) === spanId),
    },
    rows: FullRow.extend({ responseId: z.string() }),
    ...signal,
  })
  return rows.map(({ responseId, ...row }) => ({
    ...toScore({ ...row, spanId: row.spanId === '' ? (spanOf.get(responseId) ?? '') : row.spanId }),
    traceId,
  }))
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
