import { MetricListQuery, MetricPage, MetricSeries, MetricSeriesQuery } from '@assay/contract/api/metric'
import { listMetrics } from '@assay/store/clickhouse/queries/list-metrics'
import { metricSeries } from '@assay/store/clickhouse/queries/metric-series'
import { endpoint } from '../endpoint.ts'
import { InProject, OneMetric } from './params.ts'
import { scopeOf } from './scope.ts'

const TAG = 'Metrics'

export const METRIC_ROUTES = [
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/metrics',
    tag: TAG,
    summary: 'List the metrics that were received, by name',
    access: 'traces:read',
    params: InProject,
    query: MetricListQuery,
    answer: MetricPage,
    answerName: 'MetricPage',
    handle: (input) => listMetrics(scopeOf(input), { query: input.query, nowMs: input.deps.now().getTime() }),
  }),
  endpoint({
    method: 'get',
    path: '/projects/{projectId}/metrics/{name}/series',
    tag: TAG,
    summary: 'One metric over a range, in steps and by groups of attributes',
    description:
      'Counts and sums are differences, over resets too; quantiles are estimated from the buckets of histograms. ' +
      'Each number says in `n` on how many points or observations it rests.',
    access: 'traces:read',
    params: OneMetric,
    query: MetricSeriesQuery,
    answer: MetricSeries,
    answerName: 'MetricSeries',
    handle: (input) =>
      metricSeries(scopeOf(input), {
        name: input.params.name,
        query: input.query,
        nowMs: input.deps.now().getTime(),
      }),
  }),
]
