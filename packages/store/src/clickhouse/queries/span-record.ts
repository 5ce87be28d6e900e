import { SPAN_KINDS } from '@assay/contract/span-kind'
import type { SpanRow } from '@assay/contract/api/trace'
import { z } from 'zod'
import { nsToInstant } from './instant.ts'

const text = z.string()
const count = z.number().nullable()
/** The columns of a span that an answer shows. */
export const SpanRecord = z.object({
  span: text,
  parent: text,
  name: text,
  kind: z.enum(SPAN_KINDS),
  start: text,
  duration: z.number(),
  isError: z.number(),
  errorType: text,
  errorMessage: text,
  service: text,
  provider: text,
  model: text,
  input: count,
  output: count,
  cacheRead: count,
  cacheWrite: count,
  reasoning: count,
  cost: count,
  costSource: z.enum(['reported', 'price_table', '']),
  ttft: count,
  isServerSide: z.number(),
  tools: z.array(text),
  documents: z.number(),
  inputPreview: text,
  outputPreview: text,
})
export type SpanRecord = z.infer<typeof SpanRecord>

/** Columns of `spans` as a `SpanRecord`. */
export const SPAN_RECORD_SQL = `lower(hex(span_id)) AS span,
  if(parent_span_id = toFixedString('', 8), '', lower(hex(parent_span_id))) AS parent,
  name, kind, toString(toUnixTimestamp64Nano(start_time)) AS start, duration_ns / 1e6 AS duration,
  is_error AS isError, error_type AS errorType, error_message AS errorMessage, service, provider, model,
  input_tokens AS input, output_tokens AS output, cache_read_tokens AS cacheRead,
  cache_write_tokens AS cacheWrite, reasoning_tokens AS reasoning, cost_usd AS cost, cost_source AS costSource,
  ttft_ms AS ttft, is_server_side AS isServerSide, tool_names AS tools, documents_count AS documents,
  input_preview AS inputPreview, output_preview AS outputPreview`

/**
 * A stored span as the API shows it; keys without a value are left out.
 *
 * @param traceStartNs Nanoseconds since 1970, the zero of `offsetMs`.
 */
export function spanRow(r: SpanRecord, traceStartNs: bigint, isCounted: boolean): SpanRow {
  const startNs = BigInt(r.start)
  const row: SpanRow = {
    spanId: r.span,
    name: r.name,
    kind: r.kind,
    offsetMs: Number(startNs - traceStartNs) / 1e6,
    durationMs: r.duration,
    startTime: nsToInstant(startNs),
  }
  if (r.parent !== '') row.parentSpanId = r.parent
  if (r.isError === 1) row.isError = true
  if (r.errorType !== '') row.errorType = r.errorType
  if (r.errorMessage !== '') row.errorMessage = r.errorMessage
  if (r.service !== '') row.service = r.service
  if (r.provider !== '') row.provider = r.provider
  if (r.model !== '') row.model = r.model
  if (r.input !== null) row.inputTokens = r.input
  if (r.output !== null) row.outputTokens = r.output
  if (r.cacheRead !== null) row.cacheReadTokens = r.cacheRead
  if (r.cacheWrite !== null) row.cacheWriteTokens = r.cacheWrite
  if (r.reasoning !== null) row.reasoningTokens = r.reasoning
  if (r.cost !== null) row.costUsd = r.cost
  if (r.costSource !== '') row.costSource = r.costSource
  if (r.ttft !== null) row.ttftMs = r.ttft
  if (isCounted) row.isCounted = true
  if (r.tools.length > 0) row.toolNames = r.tools
  if (r.documents > 0) row.documentsCount = r.documents
  if (r.inputPreview !== '') row.inputPreview = r.inputPreview
  if (r.outputPreview !== '') row.outputPreview = r.outputPreview
  return row
}
