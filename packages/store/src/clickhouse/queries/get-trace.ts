import { AssayError } from '@assay/contract/error'
import { SPAN_KINDS } from '@assay/contract/span-kind'
import type { SpanRow, Trace } from '@assay/contract/api/trace'
import { z } from 'zod'
import { countOnce } from './count-once.ts'
import { nsToInstant } from './instant.ts'
import { IN_SPAN_RANGE, spanRangeParams, type Scope } from './scope.ts'
import { summariseTraces } from './summarise-traces.ts'
import { traceBounds } from './trace-bounds.ts'

/** Spans in one answer: what the waterfall opens at once. */
export const MAX_SPANS = 30_000

const text = z.string()
const count = z.number().nullable()
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

const SPANS_SQL = `
SELECT ${SPAN_RECORD_SQL}
FROM (
  SELECT * FROM spans
  WHERE ${IN_SPAN_RANGE} AND trace_id = toFixedString(unhex({traceId:String}), 16)
  ORDER BY version DESC
  LIMIT 1 BY span_id
)
ORDER BY start_time, span_id
LIMIT {limit:UInt32}`

/**
 * What happened in one trace: its summary and its spans by start time, earliest first where it holds more than
 * an answer does. Spans marked `isCounted` make the totals of the summary.
 *
 * @param args.maxSpans Default 30,000.
 * @throws AssayError `not_found`
 */
export async function getTrace(scope: Scope, args: { traceId: string; maxSpans?: number }): Promise<Trace> {
  const maxSpans = args.maxSpans ?? MAX_SPANS
  const bounds = await traceBounds(scope, [args.traceId])
  if (bounds === null) throw notFound()
  const [digests, records] = await Promise.all([
    summariseTraces(scope, [args.traceId]),
    scope.ch.query({
      name: 'get-trace',
      sql: SPANS_SQL,
      params: {
        ...spanRangeParams(scope.projectId, bounds.loNs, bounds.hiNs),
        traceId: args.traceId,
        limit: maxSpans,
      },
      rows: SpanRecord,
      ...(scope.signal && { signal: scope.signal }),
    }),
  ])
  const digest = digests[0]
  if (digest === undefined) throw notFound()
  const { summary, startNs } = digest
  const counted = countOnce(records.map(treeSpan))
  const ids = new Set(records.map((record) => record.span))
  const isWhole = summary.spanCount <= records.length
  const missing = new Set(records.map((r) => r.parent).filter((id) => id !== '' && !ids.has(id)))
  return {
    summary,
    spans: records.map((record) => spanRow(record, startNs, counted.has(record.span))),
    missingParents: [...missing],
    truncated: isWhole ? null : { shown: records.length, total: summary.spanCount },
  }
}

function notFound(): AssayError {
  return new AssayError('not_found', 'no such trace in this project')
}

function treeSpan(r: SpanRecord) {
  const isModel = r.kind === 'llm' || r.kind === 'embedding'
  return {
    spanId: r.span,
    parentSpanId: r.parent,
    isCall: isModel && (r.input !== null || r.output !== null || r.cost !== null),
    isServerSide: r.isServerSide === 1,
  }
}

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
