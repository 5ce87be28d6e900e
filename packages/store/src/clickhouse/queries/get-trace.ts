import { AssayError } from '@assay/contract/error'
import type { Trace } from '@assay/contract/api/trace'
import { z } from 'zod'
import { countOnce } from './count-once.ts'
import { IN_SPAN_RANGE, spanRangeParams, type Scope } from './scope.ts'
import { SPAN_RECORD_SQL, SpanRecord, spanRow } from './span-record.ts'
import { summariseTraces } from './summarise-traces.ts'
import { type TraceBounds, traceBounds } from './trace-bounds.ts'

/** Spans in one answer: what the waterfall opens at once. */
export const MAX_SPANS = 30_000

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
 * @param args.bounds Where the caller has asked for them.
 * @throws AssayError `not_found`
 */
export async function getTrace(
  scope: Scope,
  args: { traceId: string; maxSpans?: number; bounds?: TraceBounds | null },
): Promise<Trace> {
  const maxSpans = args.maxSpans ?? MAX_SPANS
  const bounds = args.bounds === undefined ? await traceBounds(scope, [args.traceId]) : args.bounds
  if (bounds === null) throw notFound()
  const [digests, records] = await Promise.all([
    summariseTraces(scope, [args.traceId], undefined, bounds),
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
  const unseen = [...new Set(records.map((r) => r.parent).filter((id) => id !== '' && !ids.has(id)))]
  const beyond = isWhole
    ? new Set<string>()
    : await storedSpanIds(scope, { traceId: args.traceId, ...bounds, spanIds: unseen })
  return {
    summary,
    spans: records.map((record) => spanRow(record, startNs, counted.has(record.span))),
    missingParents: unseen.filter((id) => !beyond.has(id)),
    truncated: isWhole ? null : { shown: records.length, total: summary.spanCount },
  }
}

/** Which of these spans are stored? Of a trace that is cut short, a parent may lie beyond the cut. */
async function storedSpanIds(
  scope: Scope,
  args: { traceId: string; spanIds: string[]; loNs: bigint; hiNs: bigint },
): Promise<Set<string>> {
  const rows = await scope.ch.query({
    name: 'get-trace-parents',
    sql: `SELECT DISTINCT lower(hex(span_id)) AS id FROM spans
      WHERE ${IN_SPAN_RANGE} AND trace_id = toFixedString(unhex({traceId:String}), 16) AND has({spanIds:Array(String)}, id)`,
    params: {
      ...spanRangeParams(scope.projectId, args.loNs, args.hiNs),
      traceId: args.traceId,
      spanIds: args.spanIds,
    },
    rows: z.object({ id: z.string() }),
    ...(scope.signal && { signal: scope.signal }),
  })
  return new Set(rows.map((row) => row.id))
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
