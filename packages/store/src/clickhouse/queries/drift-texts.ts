import { z } from 'zod'
import { IN_TIME, timeParams } from './drift-calls.ts'
import { traceIdIn, type Scope } from './scope.ts'
import type { TimeRange } from './time-range.ts'

const Text = z.object({
  spanId: z.string(),
  answer: z.string(),
  input: z.string(),
  answerLength: z.number(),
  inputLength: z.number(),
})
/** Lengths are of the whole texts, in characters; the texts are parts: the beginning of an answer, the end of an input. */
export type DriftText = z.infer<typeof Text>

const AT_ONCE = 1_000
/** Characters of a text that are read: more words tell no more. */
const MOST_CHARACTERS = 1_500

/** What did these calls say, and what were they asked? By span id; spans whose body is not stored are left out. */
export async function driftTexts(
  scope: Scope,
  { range, calls }: { range: TimeRange; calls: readonly { traceId: string; spanId: string }[] },
): Promise<Map<string, DriftText>> {
  const found = new Map<string, DriftText>()
  for (let at = 0; at < calls.length; at += AT_ONCE) {
    const part = calls.slice(at, at + AT_ONCE)
    const rows = await scope.ch.query({
      name: 'drift-texts',
      sql: `
SELECT lower(hex(span_id)) AS spanId, lengthUTF8(output_text) AS answerLength, lengthUTF8(input_text) AS inputLength,
  substringUTF8(output_text, 1, ${MOST_CHARACTERS}) AS answer,
  if(inputLength > ${MOST_CHARACTERS}, substringUTF8(input_text, inputLength - ${MOST_CHARACTERS} + 1), input_text) AS input
FROM (
  SELECT span_id, output_text, input_text FROM span_content
  WHERE ${IN_TIME} AND ${traceIdIn('traceIds')}
    AND span_id IN (SELECT arrayJoin(arrayMap(x -> toFixedString(unhex(x), 8), {spanIds:Array(String)})))
  ORDER BY version DESC LIMIT 1 BY trace_id, span_id
)`,
      params: {
        ...timeParams(scope, range),
        traceIds: part.map(({ traceId }) => traceId),
        spanIds: part.map(({ spanId }) => spanId),
      },
      rows: Text,
      ...(scope.signal && { signal: scope.signal }),
    })
    for (const row of rows) found.set(row.spanId, row)
  }
  return found
}
