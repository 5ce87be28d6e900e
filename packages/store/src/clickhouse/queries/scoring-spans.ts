import { z } from 'zod'
import { IN_SPAN_RANGE, spanRangeParams, traceIdIn, type Scope } from './scope.ts'

/** A span that is scored, or that tells what another one rests on. */
export interface ScoringSpan {
  traceId: string
  spanId: string
  /** Of its stored body. */
  bytes: number
  /** One of those asked for, or a root of a whole trace. */
  isFirst: boolean
}

/** Sources and model calls of one trace that are read, the latest: more than evaluators look at. */
const MOST_IN_TRACE = 300

const SQL = `
SELECT lower(hex(trace_id)) AS traceId, lower(hex(span_id)) AS spanId, body_bytes AS bytes,
  isWanted OR (has({whole:Array(String)}, traceId) AND parent_span_id = toFixedString('', 8)) AS isFirst
FROM (
  SELECT trace_id, span_id, parent_span_id, kind, start_time, body_bytes,
    span_id IN (SELECT arrayJoin(arrayMap(x -> toFixedString(unhex(x), 8), {spanIds:Array(String)}))) AS isWanted
  FROM spans
  WHERE ${IN_SPAN_RANGE} AND ${traceIdIn('traceIds')}
  ORDER BY version DESC LIMIT 1 BY trace_id, span_id
)
WHERE isFirst OR ({sources:Bool} AND kind IN ('retriever', 'reranker', 'tool')) OR (kind = 'llm' AND has({whole:Array(String)}, traceId))
ORDER BY traceId, isFirst DESC, start_time DESC
LIMIT {most:UInt32} BY traceId, isFirst`

/**
 * Which spans must be read to score these spans, and these traces as a whole? The spans themselves, and of their traces retrievers,
 * rerankers and tools; of whole traces roots and model calls too. Those that matter most first, trace by trace.
 *
 * @param args.traceIds Traces of the spans, and the whole ones.
 * @param args.sources False where no evaluator looks at what a span rests on: it is read alone then.
 */
export async function scoringSpans(
  scope: Scope,
  args: {
    traceIds: readonly string[]
    whole: readonly string[]
    spanIds: readonly string[]
    sources: boolean
    loNs: bigint
    hiNs: bigint
  },
): Promise<ScoringSpan[]> {
  const { traceIds, whole, spanIds, sources, loNs, hiNs } = args
  const rows = await scope.ch.query({
    name: 'scoring-spans',
    sql: SQL,
    params: {
      ...spanRangeParams(scope.projectId, loNs, hiNs),
      traceIds,
      whole,
      spanIds,
      sources,
      most: Math.max(MOST_IN_TRACE, spanIds.length),
    },
    rows: z.object({ traceId: z.string(), spanId: z.string(), bytes: z.number(), isFirst: z.number() }),
    ...(scope.signal && { signal: scope.signal }),
  })
  return rows.map((row) => ({ ...row, isFirst: row.isFirst === 1 }))
}
