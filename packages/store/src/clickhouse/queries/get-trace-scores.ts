import type { Score } from '@assay/contract/api/score'
import { z } from 'zod'
import { nsToInstant } from './instant.ts'
import { IN_SPAN_RANGE, spanRangeParams, type Scope } from './scope.ts'
import { traceBounds } from './trace-bounds.ts'

const MAX_SCORES = 1000
const text = z.string()
const Row = z.object({
  spanId: text,
  name: text,
  value: z.number().nullable(),
  label: text,
  explanation: text,
  evaluator: text,
  evaluatorVersion: text,
  errorType: text,
  source: text,
  at: text,
})

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

const SQL = `
WITH answers AS (${ANSWERS_SQL})
SELECT if(owner = ${NO_SPAN}, '', lower(hex(owner))) AS spanId, name, value, label, explanation, evaluator,
  evaluator_version AS evaluatorVersion, error_type AS errorType, source,
  toString(toUnixTimestamp64Nano(time)) AS at
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
 * @param args.spanId Lower-case hex; '' for all of the trace.
 */
export async function getTraceScores(
  scope: Scope,
  args: { traceId: string; spanId: string },
): Promise<Score[]> {
  const bounds = await traceBounds(scope, [args.traceId])
  if (bounds === null) return []
  const rows = await scope.ch.query({
    name: 'get-trace-scores',
    sql: SQL,
    params: { ...spanRangeParams(scope.projectId, bounds.loNs, bounds.hiNs), ...args },
    rows: Row,
    ...(scope.signal && { signal: scope.signal }),
  })
  return rows.map((row) => ({
    spanId: orNull(row.spanId),
    name: row.name,
    value: row.value,
    label: orNull(row.label),
    explanation: orNull(row.explanation),
    evaluator: orNull(row.evaluator),
    evaluatorVersion: orNull(row.evaluatorVersion),
    errorType: orNull(row.errorType),
    source: row.source,
    time: nsToInstant(BigInt(row.at)),
  }))
}

const orNull = (value: string): string | null => (value === '' ? null : value)
