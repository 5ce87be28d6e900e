import { z } from '@hono/zod-openapi'
import { FacetAnswer, FacetQuery } from '@assay/contract/api/facet'
import { UnpricedAnswer } from '@assay/contract/api/health'
import { LogQuery, TraceLogs } from '@assay/contract/api/log'
import { SpanBody } from '@assay/contract/api/span-body'
import { Trace, TracePage } from '@assay/contract/api/trace'
import { TraceFilter, TraceListQuery } from '@assay/contract/api/trace-filter'
import { getTrace } from '@assay/store/clickhouse/queries/get-trace'
import { getTraceLogs } from '@assay/store/clickhouse/queries/get-trace-logs'
import { getTraceScores } from '@assay/store/clickhouse/queries/get-trace-scores'
import { listFacets } from '@assay/store/clickhouse/queries/list-facets'
import { listTraces } from '@assay/store/clickhouse/queries/list-traces'
import { projectState } from '@assay/store/clickhouse/queries/project-state'
import { traceBounds } from '@assay/store/clickhouse/queries/trace-bounds'
import { unpricedModels } from '@assay/store/clickhouse/queries/unpriced-models'
import { endpoint } from '../endpoint.ts'
import { toLogRow } from '../spans/to-log-row.ts'
import { readSpan } from '../spans/read-span.ts'
import { openTail } from '../tail/open-tail.ts'
import { InProject, OneSpan, OneTrace } from './params.ts'
import { scopeOf } from './scope.ts'

const TAG = 'Traces'
const Range = z.object({ from: FacetQuery.shape.from, to: FacetQuery.shape.to })
const ProjectState = z.object({
  /** False until the first span is stored. */
  hasSpans: z.boolean(),
  /** Traces stored; an estimate above some thousands. */
  traceCount: z.number(),
  lastTime: z.string().nullable(),
})

export const TRACE_ROUTES = [
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/traces',
    tag: TAG,
    summary: 'List traces, newest first or by another order',
    access: 'traces:read',
    params: InProject,
    query: TraceListQuery,
    answer: TracePage,
    answerName: 'TracePage',
    handle: (input) => listTraces(scopeOf(input), { query: input.query, nowMs: input.deps.now().getTime() }),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/traces/{traceId}',
    tag: TAG,
    summary: 'One trace: its totals and its spans, without bodies',
    access: 'traces:read',
    params: OneTrace,
    answer: Trace,
    answerName: 'Trace',
    async handle(input) {
      const { traceId } = input.params
      const scope = scopeOf(input)
      const bounds = await traceBounds(scope, [traceId])
      const [trace, scores] = await Promise.all([
        getTrace(scope, { traceId, bounds }),
        getTraceScores(scope, { traceId, spanId: '', bounds }),
      ])
      return { ...trace, scores }
    },
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/traces/{traceId}/logs',
    tag: TAG,
    summary: 'Log records and events of one trace, earliest first',
    access: 'traces:read',
    params: OneTrace,
    query: LogQuery,
    answer: TraceLogs,
    answerName: 'TraceLogs',
    async handle(input) {
      const { spanId, limit } = input.query
      const { logs, total } = await getTraceLogs(scopeOf(input), {
        traceId: input.params.traceId,
        spanIds: spanId === undefined ? [] : [spanId],
        limit,
      })
      return { logs: logs.map(toLogRow), total }
    },
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/traces/{traceId}/spans/{spanId}',
    tag: TAG,
    summary: 'One span with its messages, documents, parameters and raw attributes',
    access: 'traces:read',
    params: OneSpan,
    answer: SpanBody,
    answerName: 'SpanBody',
    handle: (input) => readSpan(scopeOf(input), input.params),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/tail',
    tag: TAG,
    summary: 'Follow traces as they arrive (server-sent events)',
    description:
      'Events `trace` carry a TraceSummary as JSON, and as `id` the version to resume from: a browser sends it as ' +
      '`Last-Event-ID`, others may too. Without it the tail starts now. Comments keep the connection open.',
    access: 'traces:read',
    params: InProject,
    query: TraceFilter,
    mediaType: 'text/event-stream',
    handle: (input) => Promise.resolve(openTail(input)),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/facets',
    tag: TAG,
    summary: 'Values to filter by, most frequent first',
    access: 'traces:read',
    params: InProject,
    query: FacetQuery,
    answer: FacetAnswer,
    answerName: 'FacetAnswer',
    handle: (input) => listFacets(scopeOf(input), { query: input.query, nowMs: input.deps.now().getTime() }),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/state',
    tag: TAG,
    summary: 'Has anything arrived, and when last?',
    access: 'traces:read',
    params: InProject,
    answer: ProjectState,
    answerName: 'ProjectState',
    handle: (input) => projectState(scopeOf(input)),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/unpriced-models',
    tag: TAG,
    summary: 'Models that carried tokens and have no price',
    access: 'traces:read',
    params: InProject,
    query: Range,
    answer: UnpricedAnswer,
    answerName: 'UnpricedAnswer',
    handle: (input) =>
      unpricedModels(scopeOf(input), { query: input.query, nowMs: input.deps.now().getTime() }),
  }),
]
