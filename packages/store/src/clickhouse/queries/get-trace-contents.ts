import { AssayError } from '@assay/contract/error'
import type { SpanRow } from '@assay/contract/api/trace'
import { spanRangeParams, type Scope } from './scope.ts'
import { spanRow } from './span-record.ts'
import { CONTENT_SQL, ContentRecord, storedBody, type StoredBody } from './stored-content.ts'
import { traceBounds } from './trace-bounds.ts'

/** A span with its stored body; canonical messages are derived from the body by packages/normalise. */
export interface SpanContent {
  span: SpanRow
  body: StoredBody
}

/** Spans in one answer; a body may take megabytes. */
export const MAX_CONTENTS = 200

/**
 * What did these spans of one trace say? In no order; spans that are not stored are left out. `isCounted` of the
 * rows is not known here, and `offsetMs` counts from the start of the trace.
 *
 * @param args.spanIds At most 200. @throws AssayError `invalid` for more.
 */
export async function getTraceContents(
  scope: Scope,
  args: { traceId: string; spanIds: readonly string[] },
): Promise<SpanContent[]> {
  if (args.spanIds.length > MAX_CONTENTS) {
    throw new AssayError('invalid', `at most ${MAX_CONTENTS} spans are read at once`)
  }
  const bounds = await traceBounds(scope, [args.traceId])
  if (bounds === null || args.spanIds.length === 0) return []
  const records = await scope.ch.query({
    name: 'get-trace-contents',
    sql: CONTENT_SQL,
    params: {
      ...spanRangeParams(scope.projectId, bounds.loNs, bounds.hiNs),
      traceId: args.traceId,
      spanIds: args.spanIds,
    },
    rows: ContentRecord,
    ...(scope.signal && { signal: scope.signal }),
  })
  return records.map((record) => ({ span: spanRow(record, bounds.loNs, false), body: storedBody(record) }))
}
