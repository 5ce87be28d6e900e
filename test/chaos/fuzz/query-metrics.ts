import { MetricListQuery, MetricPage, MetricSeries } from '@assay/contract/api/metric'
import { listMetrics } from '@assay/store/clickhouse/queries/list-metrics'
import type { Scope } from '@assay/store/clickhouse/queries/scope'
import type { Asker } from './asker.ts'
import type { QueryLimits } from './query-rows.ts'

/** All there is, with steps of years; and the day in which the points were made, with short ones. */
const RANGES = ['from=2000-01-01T00:00:00Z&to=2200-01-01T00:00:00Z', 'steps=200']
const GROUPS = ['', '&by=route', '&by=service.name&by=%24map&by=%27%3B%20DROP']
const WAYS = RANGES.flatMap((range) => GROUPS.map((by) => range + by))

/** Asks which metrics there are, and of each how it runs, in one way after the other. */
export async function queryMetrics(
  scope: Scope,
  { ask, route }: Asker,
  nowMs: number,
  limits: QueryLimits,
): Promise<void> {
  const series: string[] = []
  let cursor: string | null | undefined = undefined
  for (let page = 0; page < 100 && cursor !== null; page++) {
    const query = MetricListQuery.parse({ limit: 60, ...(cursor && { cursor }) })
    const answer: MetricPage | null = await ask('list-metrics', MetricPage, () =>
      listMetrics(scope, { query, nowMs }),
    )
    cursor = answer?.nextCursor ?? null
    for (const { name, type, unit } of answer?.metrics ?? []) {
      // A dot is no segment of a path, and the route takes names and units of some length.
      if (/^\.{1,2}$/.test(name) || name.length > 500 || unit.length > 200) continue
      const path = `metrics/${encodeURIComponent(name.toWellFormed())}/series`
      series.push(`${path}?type=${type}&unit=${encodeURIComponent(unit.toWellFormed())}`)
    }
  }
  for (const [i, path] of series.slice(0, limits.metrics).entries()) {
    const asked = `${path}&${WAYS[i % WAYS.length]!}`
    await ask(`metric-series ${asked}`, MetricSeries, () => route(asked))
  }
}
