import { sessionToSample, spanToSample, traceToSample } from '@assay/normalise/sample/to-sample'
import { decodeContent } from '@assay/normalise/rows/decode-content'
import { readTraceSpan } from '@assay/normalise/sample/read-trace-span'
import type { SampleParts } from '@assay/normalise/sample/sample-parts'
import { sourcesOf } from '@assay/normalise/sample/sources'
import type { TraceSpan } from '@assay/normalise/sample/trace-span'
import { MESSAGE_EVENTS } from '@assay/normalise/shared/message-events'
import { putBackBodies } from '@assay/contract/put-back-bodies'
import type { RuleTarget } from '@assay/contract/api/rule'
import type { RuleTargetRow } from '@assay/store/clickhouse/queries/last-rule-targets'
import { spanKey } from '@assay/store/clickhouse/queries/message-logs'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { scoringContents, type ScoringContents } from '@assay/store/clickhouse/queries/scoring-contents'
import { scoringSpans } from '@assay/store/clickhouse/queries/scoring-spans'
import { storedBody } from '@assay/store/clickhouse/queries/stored-content'
import { traceBounds } from '@assay/store/clickhouse/queries/trace-bounds'

/** Bodies that are read at once, and of one trace; what is beyond is left out. */
const BATCH_BYTES = 32_000_000
const TRACE_BYTES = 4_000_000
const BATCH_TARGETS = 10

/** Reads what targets said, as evaluators see it, some at a time; null for one that is not stored any more. Breathes between targets. */
export async function* readSamples(
  scope: Scope,
  target: RuleTarget,
  rows: readonly RuleTargetRow[],
): AsyncGenerator<{ row: RuleTargetRow; sample: SampleParts | null }> {
  for (let at = 0; at < rows.length; at += BATCH_TARGETS) {
    const batch = rows.slice(at, at + BATCH_TARGETS)
    const contents = await readBatch(scope, target, batch)
    const byTrace = Map.groupBy(contents?.records ?? [], ({ traceHex }) => traceHex)
    for (const row of batch) {
      await new Promise((resolve) => setImmediate(resolve))
      const traces = row.traceIds.map((id) => toTrace(byTrace.get(id) ?? [], contents))
      yield { row, sample: toSample(target, row, traces) }
    }
  }
}

async function readBatch(
  scope: Scope,
  target: RuleTarget,
  batch: readonly RuleTargetRow[],
): Promise<ScoringContents | null> {
  const traceIds = [...new Set(batch.flatMap((row) => row.traceIds))]
  const bounds = await traceBounds(scope, traceIds)
  if (bounds === null) return null
  const spanIds = batch.flatMap(({ spanId }) => (spanId === '' ? [] : [spanId]))
  const whole = target === 'span' ? [] : traceIds
  const found = await scoringSpans(scope, { traceIds, whole, spanIds, sources: true, ...bounds })
  const spent = new Map<string, number>()
  let left = BATCH_BYTES
  const spans = found.filter(({ traceId, bytes }) => {
    const ofTrace = (spent.get(traceId) ?? 0) + bytes
    if (ofTrace > TRACE_BYTES || bytes > left) return false
    spent.set(traceId, ofTrace)
    left -= bytes
    return true
  })
  return scoringContents(scope, { spans, ...bounds, logNames: MESSAGE_EVENTS })
}

function toTrace(
  records: readonly ScoringContents['records'][number][],
  contents: ScoringContents | null,
): TraceSpan[] {
  if (contents === null) return []
  return records.map((record) => {
    const whole = { ...record, ...putBackBodies(record, contents.bodies) }
    const logs = contents.logs.get(spanKey(record.traceHex, record.span)) ?? []
    return readTraceSpan(decodeContent(storedBody(whole)), logs)
  })
}

function toSample(
  target: RuleTarget,
  row: RuleTargetRow,
  traces: readonly (readonly TraceSpan[])[],
): SampleParts | null {
  if (target === 'session') return sessionToSample(traces.flatMap((trace) => traceToSample(trace) ?? []))
  const trace = traces[0] ?? []
  if (target === 'trace') return traceToSample(trace)
  const span = trace.find(({ spanId }) => spanId === row.spanId)
  return span === undefined ? null : spanToSample(span, sourcesOf(trace))
}
