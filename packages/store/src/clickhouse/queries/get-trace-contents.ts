import { AssayError } from '@assay/contract/error'
import type { SpanRow } from '@assay/contract/api/trace'
import { messageLogs, spanKey, type MessageLog } from './message-logs.ts'
import { restoreBodies } from './restore-bodies.ts'
import { spanRangeParams, type Scope } from './scope.ts'
import { spanRow } from './span-record.ts'
import { CONTENT_SQL, ContentRecord, storedBody, type StoredBody } from './stored-content.ts'
import { type TraceBounds, traceBounds } from './trace-bounds.ts'

/** A span with its stored body; canonical messages are derived from the body by packages/normalise. */
export interface SpanContent {
  span: SpanRow
  body: StoredBody
  /** Logs of the asked names that belong to the span. */
  logs: MessageLog[]
}

/** Spans in one answer; a body may take megabytes. */
export const MAX_CONTENTS = 200

/**
 * What did these spans of one trace say? In no order; spans that are not stored are left out. `isCounted` of the
 * rows is not known here, and `offsetMs` counts from the start of the trace.
 *
 * @param args.spanIds At most 200. @throws AssayError `invalid` for more.
 * @param args.bounds Where the caller has asked for them.
 * @param args.logNames Names of the events whose logs are read with a span; default none.
 */
export async function getTraceContents(
  scope: Scope,
  args: {
    traceId: string
    spanIds: readonly string[]
    bounds?: TraceBounds | null
    logNames?: readonly string[]
  },
): Promise<SpanContent[]> {
  const { traceId, spanIds } = args
  if (spanIds.length > MAX_CONTENTS) {
    throw new AssayError('invalid', `at most ${MAX_CONTENTS} spans are read at once`)
  }
  const bounds = args.bounds === undefined ? await traceBounds(scope, [traceId]) : args.bounds
  if (bounds === null || spanIds.length === 0) return []
  const traceIds = [traceId]
  const [records, logs] = await Promise.all([
    scope.ch.query({
      name: 'get-trace-contents',
      sql: CONTENT_SQL,
      params: { ...spanRangeParams(scope.projectId, bounds.loNs, bounds.hiNs), traceIds, spanIds },
      rows: ContentRecord,
      ...(scope.signal && { signal: scope.signal }),
    }),
    messageLogs(scope, { traceIds, spanIds, names: args.logNames ?? [] }),
  ])
  return (await restoreBodies(scope, records)).map((record) => ({
    span: spanRow(record, bounds.loNs, false),
    body: storedBody(record),
    logs: logs.get(spanKey(traceId, record.span)) ?? [],
  }))
}
