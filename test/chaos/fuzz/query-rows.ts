import { FACET_FIELDS, FacetAnswer } from '@assay/contract/api/facet'
import { TraceLogs } from '@assay/contract/api/log'
import { Score } from '@assay/contract/api/score'
import { UnpricedAnswer } from '@assay/contract/api/health'
import { RangeQuery, Session, SessionPage, UserPage } from '@assay/contract/api/session'
import { SpanBody } from '@assay/contract/api/span-body'
import { Trace, TracePage, TraceSummary } from '@assay/contract/api/trace'
import { TRACE_SORTS, TraceListQuery } from '@assay/contract/api/trace-filter'
import { countSpans } from '@assay/store/clickhouse/queries/count-spans'
import { getTrace } from '@assay/store/clickhouse/queries/get-trace'
import { getTraceScores } from '@assay/store/clickhouse/queries/get-trace-scores'
import { listFacets } from '@assay/store/clickhouse/queries/list-facets'
import { listSessions } from '@assay/store/clickhouse/queries/list-sessions'
import { listTraces } from '@assay/store/clickhouse/queries/list-traces'
import { listUsers } from '@assay/store/clickhouse/queries/list-users'
import { projectState } from '@assay/store/clickhouse/queries/project-state'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import { tailTraces } from '@assay/store/clickhouse/queries/tail-traces'
import { unpricedModels } from '@assay/store/clickhouse/queries/unpriced-models'
import type { Asker } from './asker.ts'

export interface QueryLimits {
  /** Most traces that are opened, each with all its spans. */
  traces: number
  sessions: number
  /** Most metrics of which is asked how they run. */
  metrics: number
}

const RANGE = { from: '2000-01-01T00:00:00Z', to: '2200-01-01T00:00:00Z' }

/** Asks every question about spans, their logs and scores, sessions and users; bodies through the API. */
export async function queryRows(
  scope: Scope,
  { ask, route }: Asker,
  nowMs: number,
  limits: QueryLimits,
): Promise<void> {
  await ask('count-spans', null, () => countSpans(scope, { query: RANGE, nowMs }))
  await ask('project-state', null, () => projectState(scope))
  await ask('unpriced-models', UnpricedAnswer, () => unpricedModels(scope, { query: RANGE, nowMs }))
  await ask('tail-traces', TraceSummary.array(), async () => {
    const tail = await tailTraces(scope, { filter: {}, after: '1', nowMs, windowMs: 1e12, limit: 200 })
    return tail.traces
  })

  const traces = new Map<string, string>()
  const list = async (query: object) => {
    const parsed = TraceListQuery.parse({ ...RANGE, limit: 200, ...query })
    let cursor: string | null | undefined = undefined
    for (let page = 0; page < 50 && cursor !== null; page++) {
      const answer: TracePage | null = await ask(`list-traces ${JSON.stringify(query)}`, TracePage, () =>
        listTraces(scope, { query: { ...parsed, ...(cursor ? { cursor } : {}) }, nowMs }),
      )
      for (const trace of answer?.traces ?? []) traces.set(trace.traceId, trace.name)
      cursor = answer?.nextCursor ?? null
    }
  }
  for (const sort of TRACE_SORTS)
    for (const order of ['asc', 'desc'])
      await list({ sort, order, ...(sort === 'score' && { score: 'quality' }) })
  for (const filter of [
    { q: 'hi' },
    { q: 'yes', in: 'output' },
    { error: 'true' },
    { error: 'false' },
    { minTokens: 1 },
    { minCostUsd: 0.000001 },
    { minDurationMs: 1, sort: 'duration' },
  ])
    await list(filter)
  for (const field of FACET_FIELDS) {
    const answer = await ask(`list-facets ${field}`, FacetAnswer, () =>
      listFacets(scope, { query: { ...RANGE, field }, nowMs }),
    )
    const name = field === 'error' ? 'errorType' : field
    const values = (answer?.facets ?? []).flatMap((facet) => facet.values).map((value) => value.value)
    // Longer values cannot be filtered by, as the API says.
    for (const value of values.filter((v) => v.length <= 500).slice(0, 2))
      await list({ [name]: value, limit: 20 })
  }

  for (const traceId of [...traces.keys()].slice(0, limits.traces)) {
    const trace = await ask(`get-trace ${traceId}`, Trace, () => getTrace(scope, { traceId }))
    await ask(`trace-logs ${traceId}`, TraceLogs, () => route(`traces/${traceId}/logs`))
    await ask(`trace-scores ${traceId}`, Score.array(), () => getTraceScores(scope, { traceId, spanId: '' }))
    for (const { spanId } of trace?.spans ?? []) {
      await ask(`span body ${traceId} ${spanId}`, SpanBody, () => route(`traces/${traceId}/spans/${spanId}`))
    }
  }
  for (const sort of RangeQuery.shape.sort.unwrap().options) {
    const query = RangeQuery.parse({ ...RANGE, sort })
    await ask(`list-users ${sort}`, UserPage, () => listUsers(scope, { query, nowMs }))
    const page = await ask(`list-sessions ${sort}`, SessionPage, () => listSessions(scope, { query, nowMs }))
    for (const { sessionId } of (page?.sessions ?? []).slice(0, limits.sessions)) {
      // A dot is no segment of a path, and a slash would make two.
      if (/^\.{0,2}$/.test(sessionId)) continue
      const path = `sessions/${encodeURIComponent(sessionId.toWellFormed())}`
      await ask(`get-session ${JSON.stringify(sessionId)}`, Session, () => route(path))
    }
  }
}
