import type { ScoringTarget } from '@assay/contract/scoring-target'
import type { SegmentPart } from '@assay/spool/scan-segment'
import { rowViews, type RowView } from '@assay/store/clickhouse/row-views'
import type { OpenTarget } from '@assay/store/postgres/scoring/note-work'
import type { ActiveRule } from '@assay/store/postgres/rule/list-active'
import { rulesThatDraw } from './due-rules.ts'
import { matchesFilter, type FilterFields } from './matches-filter.ts'
import { isOwnSpan } from './own-spans.ts'

/** What of a segment is to be scored: spans now, traces and sessions when they have settled. */
export interface Candidates {
  /** By project. */
  spans: Map<string, ScoringTarget[]>
  open: OpenTarget[]
}

/**
 * Finds in the rows of a segment what rules ask for, without reading anything else.
 *
 * @param rules By project, those that are on.
 */
export function findCandidates(
  parts: readonly SegmentPart[],
  rules: ReadonlyMap<string, readonly ActiveRule[]>,
): Candidates {
  const spans = new Map<string, ScoringTarget[]>()
  const open = new Map<string, OpenTarget>()
  for (const part of parts) {
    if (part.table !== 'spans') continue
    for (const row of rowViews(part)) {
      const projectId = row.text('project_id')
      const own = rules.get(projectId)
      if (own === undefined || isOwnSpan({ service: row.text('service') })) continue
      const traceId = row.hex('trace_id')
      const drawing = rulesThatDraw(own, 'span', projectId, traceId)
      if (drawing.length > 0) {
        const fields = fieldsOf(row)
        if (drawing.some((rule) => matchesFilter(rule.filter, fields))) {
          const target = { target: 'span', traceId, spanId: row.hex('span_id') } as const
          const list = spans.get(projectId)
          if (list === undefined) spans.set(projectId, [target])
          else list.push(target)
        }
      }
      const sessionId = row.text('session_id')
      if (rulesThatDraw(own, 'trace', projectId, traceId).length > 0)
        open.set(`t${projectId}\n${traceId}`, { projectId, target: 'trace', id: traceId })
      if (sessionId !== '' && rulesThatDraw(own, 'session', projectId, sessionId).length > 0)
        open.set(`s${projectId}\n${sessionId}`, { projectId, target: 'session', id: sessionId })
    }
  }
  return { spans, open: [...open.values()] }
}

function fieldsOf(row: RowView): FilterFields {
  return {
    name: row.text('name'),
    kind: row.text('kind'),
    model: row.text('model'),
    provider: row.text('provider'),
    service: row.text('service'),
    environment: row.text('environment'),
    user: row.text('user_id'),
    session: row.text('session_id'),
    tags: row.texts('tags'),
    tools: row.texts('tool_names'),
    prompt: row.text('prompt_name'),
    errorType: row.text('error_type'),
    isError: row.flag('is_error'),
  }
}
