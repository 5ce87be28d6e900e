import { AssayError } from '@assay/contract/error'
import type { SessionSummary } from '@assay/contract/api/session'
import { z } from 'zod'
import { groupTotals } from './group-totals.ts'
import type { Scope } from './scope.ts'
import { sessionScoreSummaries } from './session-score-summaries.ts'
import { sessionSummary } from './session-summary.ts'
import { summariseTraces, type TraceDigest } from './summarise-traces.ts'

/** Traces in one answer. */
export const MAX_TURNS = 200

const Row = z.object({ traceId: z.string(), firstNs: z.string(), lastNs: z.string() })

// The index of session ids holds this to the granules that have the session, in whatever partition.
const TRACES_SQL = `SELECT trace_id, min(first_start) AS first, max(last_start) AS last
  FROM trace_index
  WHERE project_id = {projectId:String} AND trace_id IN (
    SELECT trace_id FROM spans WHERE project_id = {projectId:String} AND session_id = {sessionId:String}
  )
  GROUP BY trace_id`

const IDS_SQL = `
SELECT lower(hex(trace_id)) AS traceId, toString(toUnixTimestamp64Nano(first)) AS firstNs,
  toString(toUnixTimestamp64Nano(last)) AS lastNs
FROM (${TRACES_SQL})
ORDER BY first DESC, trace_id DESC
LIMIT ${MAX_TURNS}`

const BOUNDS_SQL = `
SELECT '' AS traceId, toString(toUnixTimestamp64Nano(min(first))) AS firstNs,
  toString(toUnixTimestamp64Nano(max(last))) AS lastNs
FROM (${TRACES_SQL})`

/** A session with its traces in order of time; `readSpanId` of each tells where to read what was said. */
export interface SessionTraces {
  summary: SessionSummary
  traces: TraceDigest[]
  /** Set when the session has more traces than are answered; the newest are. */
  truncated: { shown: number; total: number } | null
}

/** What happened in one session? @throws AssayError `not_found` */
export async function getSession(scope: Scope, args: { sessionId: string }): Promise<SessionTraces> {
  const params = { projectId: scope.projectId, sessionId: args.sessionId }
  const ask = (name: string, sql: string) =>
    scope.ch.query({ name, sql, params, rows: Row, ...(scope.signal && { signal: scope.signal }) })
  const newest = await ask('get-session', IDS_SQL)
  if (newest.length === 0) throw notFound()
  const [bounds] = await ask('get-session-bounds', BOUNDS_SQL)
  if (bounds === undefined) throw notFound()
  const [total] = await groupTotals(scope, {
    by: 'session_id',
    traces: { sql: TRACES_SQL, params },
    loNs: BigInt(bounds.firstNs),
    hiNs: BigInt(bounds.lastNs),
    conditions: ['session_id = {sessionId:String}'],
    params: {},
    sort: 'last',
    order: 'desc',
    after: null,
    limit: 1,
  })
  if (total === undefined) throw notFound()
  const ids = newest.map((row) => row.traceId).reverse()
  const traces = await summariseTraces(scope, ids)
  const [first] = ids[0] === total.firstTrace ? traces : await summariseTraces(scope, [total.firstTrace])
  const scores = await sessionScoreSummaries(scope, [args.sessionId])
  const isWhole = total.traces <= traces.length
  return {
    summary: sessionSummary(total, first?.summary, scores.get(args.sessionId)),
    traces,
    truncated: isWhole ? null : { shown: traces.length, total: total.traces },
  }
}

function notFound(): AssayError {
  return new AssayError('not_found', 'no such session in this project')
}
