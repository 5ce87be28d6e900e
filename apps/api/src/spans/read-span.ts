import type { SpanBody } from '@assay/contract/api/span-body'
import { MESSAGE_EVENTS } from '@assay/normalise/shared/message-events'
import { getSpanContent } from '@assay/store/clickhouse/queries/get-span-content'
import { getTraceLogs } from '@assay/store/clickhouse/queries/get-trace-logs'
import { getTraceScores } from '@assay/store/clickhouse/queries/get-trace-scores'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { traceBounds } from '@assay/store/clickhouse/queries/trace-bounds'
import { toLogRow } from './to-log-row.ts'
import { toSpanBody } from './to-span-body.ts'

/** Logs that come with a span; the others have a route of their own. */
const MAX_LOGS = 100

/** Everything about one span: its body, its logs and what evaluators said of it. @throws AssayError `not_found` */
export async function readSpan(
  scope: Scope,
  { traceId, spanId }: { traceId: string; spanId: string },
): Promise<SpanBody> {
  const bounds = await traceBounds(scope, [traceId])
  const [content, scores] = await Promise.all([
    getSpanContent(scope, { traceId, spanId, bounds, logNames: MESSAGE_EVENTS }),
    getTraceScores(scope, { traceId, spanId, bounds }),
  ])
  const isRoot = content.span.parentSpanId === undefined
  const spanIds = isRoot ? [spanId, ''] : [spanId]
  const { logs, total } = await getTraceLogs(scope, { traceId, spanIds, limit: MAX_LOGS })
  return { ...toSpanBody(content), scores, logs: logs.map(toLogRow), logCount: total }
}
