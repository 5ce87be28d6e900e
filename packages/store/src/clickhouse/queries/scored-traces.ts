import { POINTS } from './score-conditions.ts'

const NO_TRACE = `toFixedString('', 16)`

/** How long before its target's start a score may stand: senders' clocks differ. */
const BEFORE = 'INTERVAL 1 DAY'

/**
 * A relation (trace_id, value, label) of the scores that meet a condition. One that names only the id of a response is
 * found by the span with that response.
 *
 * @param condition Over `score_points`, as `tracePredicates` makes it.
 * @param spans Holds the spans with such a response to their project and range.
 * @param from Parameter with the start of that range, in nanoseconds since 1970.
 */
export function scoredTraces(condition: string, spans: string, from: string): string {
  const points = (where: string) => `
  SELECT trace_id, response_id, value, label FROM ${POINTS}
  WHERE project_id = {projectId:String} AND ${condition} AND ${where}
    AND toStartOfHour(time) >= toStartOfHour(fromUnixTimestamp64Nano({${from}:Int64}, 'UTC') - ${BEFORE})`
  const answers = points(`trace_id = ${NO_TRACE} AND response_id != ''`)
  return `
SELECT trace_id, value, label FROM (${points(`trace_id != ${NO_TRACE}`)})
UNION ALL
SELECT answering.trace_id AS trace_id, value, label
FROM (
  SELECT DISTINCT trace_id, response_id FROM spans
  WHERE ${spans} AND response_id != '' AND response_id IN (SELECT response_id FROM (${answers}))
) AS answering
INNER JOIN (${answers}) AS answered USING (response_id)`
}
