import { z } from 'zod'
import type { RuleFilter, RuleTarget } from '@assay/contract/api/rule'
import { IN_SPAN_RANGE, type Scope, spanRangeParams } from './scope.ts'
import { lastStart, startingTraces } from './starting-traces.ts'
import { tracePredicates } from './trace-predicates.ts'

/** A target in its place: by start, then by id. Ids that its kind of target lacks are empty. */
export interface BackfillTarget {
  /** Nanoseconds since 1970. */
  startNs: bigint
  /** Tells targets of one start apart: hex digits of a span or trace, the id of a session. */
  id: string
  traceId: string
  spanId: string
  sessionId: string
}

export interface BackfillWindow {
  target: RuleTarget
  filter: RuleFilter
  /** Spans of this service are never scored. */
  ownService: string
  /** Starts of targets: from, and up to but not at. */
  fromNs: bigint
  toNs: bigint
  /** Only what comes after it. */
  after: { startNs: bigint; id: string } | null
  limit: number
}

/**
 * Which targets that a rule matches start in a window, earliest first? Those whose versions differ may stand there though the last one does
 * not match: who reads them checks again. A trace or a session belongs to the window in which its first span starts;
 * a session whose id holds a NUL is none, since Postgres could not keep how far a backfill is.
 */
export async function backfillTargets(scope: Scope, window: BackfillWindow): Promise<BackfillTarget[]> {
  const relation = await relationOf(scope, window)
  if (relation === null) return []
  const { after, limit } = window
  const rows = await scope.ch.query({
    name: 'backfill-targets',
    sql: `SELECT toString(ns) AS startNs, id, traceId, spanId, sessionId FROM (${relation.sql})
${after === null ? '' : 'WHERE (ns, id) > ({afterNs:Int64}, {afterId:String})'}
ORDER BY ns, id LIMIT 1 BY id LIMIT {limit:UInt32}`,
    params: {
      ...relation.params,
      limit,
      ...(after !== null && { afterNs: after.startNs.toString(), afterId: after.id }),
    },
    rows: z.object({
      startNs: z.string(),
      id: z.string(),
      traceId: z.string(),
      spanId: z.string(),
      sessionId: z.string(),
    }),
    ...(scope.signal && { signal: scope.signal }),
  })
  return rows.map((row) => ({ ...row, startNs: BigInt(row.startNs) }))
}

interface Relation {
  sql: string
  params: Record<string, unknown>
}

async function relationOf(scope: Scope, window: BackfillWindow): Promise<Relation | null> {
  const { target, filter, ownService, fromNs, toNs } = window
  const { spans, error, params: given } = tracePredicates(filter)
  const params = { ...given, ownService, ...spanRangeParams(scope.projectId, fromNs, toNs - 1n) }
  const isOther = 'service != {ownService:String}'
  if (target === 'span') {
    const conditions = [isOther, ...spans.map(({ sql }) => sql), ...(error === false ? ['is_error = 0'] : [])]
    return {
      sql: `SELECT toUnixTimestamp64Nano(start_time) AS ns, lower(concat(hex(trace_id), hex(span_id))) AS id, lower(hex(trace_id)) AS traceId,
  lower(hex(span_id)) AS spanId, '' AS sessionId FROM spans WHERE ${IN_SPAN_RANGE} AND ${conditions.map((sql) => `(${sql})`).join(' AND ')}`,
      params,
    }
  }
  const met = [
    `countIf(${isOther}) > 0`,
    ...spans.map(({ sql }) => `countIf(${isOther} AND (${sql})) > 0`),
    ...(error === false ? [`countIf(${isOther} AND is_error = 1) = 0`] : []),
  ].join(' AND ')
  if (target === 'session')
    return {
      sql: `SELECT toUnixTimestamp64Nano(min(start_time)) AS ns, session_id AS id, '' AS traceId, '' AS spanId, session_id AS sessionId
FROM spans WHERE project_id = {projectId:String} AND session_id IN (SELECT session_id FROM spans WHERE ${IN_SPAN_RANGE} AND session_id != '' AND position(session_id, char(0)) = 0)
GROUP BY session_id HAVING ns >= {loNs:Int64} AND ${met}`,
      params,
    }
  const traces = startingTraces(scope.projectId, { from: fromNs, to: toNs }, null)
  const hiNs = await lastStart(scope, traces)
  if (hiNs === null) return null
  return {
    sql: `SELECT toUnixTimestamp64Nano(min(start_time)) AS ns, lower(hex(trace_id)) AS id, id AS traceId, '' AS spanId, '' AS sessionId
FROM spans WHERE ${IN_SPAN_RANGE} AND trace_id IN (SELECT trace_id FROM (${traces.sql})) GROUP BY trace_id HAVING ${met}`,
    params: { ...traces.params, ...params, ...spanRangeParams(scope.projectId, fromNs, hiNs) },
  }
}
