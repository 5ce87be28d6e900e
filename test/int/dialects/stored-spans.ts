import type { CanonicalSpan } from '@assay/contract/canonical-span'
import type { SpanKind } from '@assay/contract/span-kind'
import { joinLogs } from '@assay/normalise/join-logs'
import { normaliseSpan } from '@assay/normalise/normalise-span'
import { decodeContent } from '@assay/normalise/rows/decode-content'
import { MESSAGE_EVENTS } from '@assay/normalise/shared/message-events'
import type { ClickHouse } from '@assay/store/clickhouse/client'
import { getTraceContents } from '@assay/store/clickhouse/queries/get-trace-contents'
import { z } from 'zod'

const Row = z.object({
  traceId: z.string(),
  spanId: z.string(),
  kind: z.string(),
  provider: z.string(),
  model: z.string(),
  sessionId: z.string(),
  userId: z.string(),
  input: z.number().nullable(),
  output: z.number().nullable(),
  cacheRead: z.number().nullable(),
  cacheWrite: z.number().nullable(),
  reasoning: z.number().nullable(),
  cost: z.number().nullable(),
  ttft: z.number().nullable(),
  isError: z.number(),
  tools: z.array(z.string()),
  inputText: z.string(),
  outputText: z.string(),
  inputPreview: z.string(),
  outputPreview: z.string(),
})

/** A span as its rows tell it, and as its body is derived on read. */
export interface StoredSpan {
  traceId: string
  spanId: string
  inputPreview: string
  outputPreview: string
  /** The columns of `spans` and `span_content`, in the form of a canonical span. */
  row: CanonicalSpan
  /** Derived from the stored body and the logs of the span. */
  derived: CanonicalSpan
}

const SQL = `
SELECT lower(hex(trace_id)) AS traceId, lower(hex(span_id)) AS spanId, kind, provider, model, session_id AS sessionId,
  user_id AS userId, input_tokens AS input, output_tokens AS output, cache_read_tokens AS cacheRead,
  cache_write_tokens AS cacheWrite, reasoning_tokens AS reasoning,
  if(cost_source = 'reported', cost_usd, NULL) AS cost, ttft_ms AS ttft, is_error AS isError, tool_names AS tools,
  body.input_text AS inputText, body.output_text AS outputText, input_preview AS inputPreview,
  output_preview AS outputPreview
FROM (SELECT * FROM spans FINAL WHERE project_id = {projectId:String}) AS span
LEFT JOIN (
  SELECT * FROM span_content WHERE project_id = {projectId:String} ORDER BY version DESC LIMIT 1 BY trace_id, span_id
) AS body USING (trace_id, span_id)
ORDER BY start_time, span_id`

const orNull = (text: string): string | null => (text === '' ? null : text)

/** All spans of a project, by id. */
export async function storedSpans(ch: ClickHouse, projectId: string): Promise<Map<string, StoredSpan>> {
  const rows = await ch.query({ name: 'stored-spans', sql: SQL, params: { projectId }, rows: Row })
  const bodies = new Map<string, CanonicalSpan>()
  for (const traceId of new Set(rows.map((row) => row.traceId))) {
    const spanIds = rows.filter((row) => row.traceId === traceId).map((row) => row.spanId)
    const logNames = MESSAGE_EVENTS
    for (const { span, body, logs } of await getTraceContents(
      { ch, projectId },
      { traceId, spanIds, logNames },
    ))
      bodies.set(span.spanId, normaliseSpan(joinLogs(decodeContent(body), logs)))
  }
  const spans = new Map<string, StoredSpan>()
  for (const row of rows) {
    const { traceId, spanId, inputPreview, outputPreview } = row
    const derived = bodies.get(spanId)
    if (derived === undefined) throw new Error(`no body of ${spanId}`)
    const own = { ...derived, ...fieldsOf(row) }
    spans.set(spanId, { traceId, spanId, inputPreview, outputPreview, derived, row: own })
  }
  return spans
}

function fieldsOf(row: z.infer<typeof Row>): Partial<CanonicalSpan> {
  return {
    kind: row.kind as SpanKind,
    provider: orNull(row.provider),
    model: orNull(row.model),
    sessionId: orNull(row.sessionId),
    userId: orNull(row.userId),
    tokens: {
      input: row.input,
      output: row.output,
      cacheRead: row.cacheRead,
      cacheWrite: row.cacheWrite,
      reasoning: row.reasoning,
    },
    reportedCostUsd: row.cost,
    ttftMs: row.ttft,
    isError: row.isError === 1,
    toolNames: row.tools,
    inputText: orNull(row.inputText),
    outputText: orNull(row.outputText),
  }
}
