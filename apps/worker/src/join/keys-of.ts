import type { SegmentPart } from '@assay/spool/scan-segment'
import type { SpanId } from '@assay/store/clickhouse/queries/spans-with-logs'
import { rowViews } from '@assay/store/clickhouse/row-views'

/** Spans by trace and span id in one text. */
export type SpanIds = Map<string, SpanId>

/** What a segment holds of one project: its spans, and the spans that its logs belong to. */
export interface ProjectKeys {
  spans: SpanIds
  logs: SpanIds
}

const NO_SPAN = '0'.repeat(16)

/**
 * The spans of a segment and those that its logs of some names belong to, by project.
 *
 * @param names Of the events that count; other logs are passed over.
 */
export function keysOf(parts: readonly SegmentPart[], names: ReadonlySet<string>): Map<string, ProjectKeys> {
  const projects = new Map<string, ProjectKeys>()
  for (const part of parts) {
    if (part.table !== 'spans' && part.table !== 'logs') continue
    for (const row of rowViews(part)) {
      const spanId = row.hex('span_id')
      if (part.table === 'logs' && (spanId === NO_SPAN || !names.has(row.text('name')))) continue
      const projectId = row.text('project_id')
      const traceId = row.hex('trace_id')
      let keys = projects.get(projectId)
      if (keys === undefined) projects.set(projectId, (keys = { spans: new Map(), logs: new Map() }))
      keys[part.table].set(traceId + spanId, { traceId, spanId })
    }
  }
  return projects
}
