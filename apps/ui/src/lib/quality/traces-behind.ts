import type { ScoreSlice } from '@assay/contract/api/score-filter'
import type { ScoreTrend } from '@assay/contract/api/score-trend'
import type { VersionChange } from '@assay/contract/api/version-change'
import { instantMs } from '#lib/format.ts'

/** Filters of the trace list that are the same as slices of a score. */
const FILTERS: Partial<Record<ScoreSlice, string>> = {
  model: 'model',
  service: 'service',
  environment: 'environment',
  promptName: 'prompt',
  tag: 'tag',
  user: 'user',
}

/** Query of the trace list for what stands behind a point of a trend, lowest scores first. */
export function tracesBehind(
  trend: ScoreTrend,
  point: { time: string },
  slice: { by: ScoreSlice | null; value: string | null },
): string {
  const fromMs = instantMs(point.time)
  const query = new URLSearchParams({
    from: new Date(fromMs).toISOString(),
    to: new Date(fromMs + trend.stepSeconds * 1000).toISOString(),
  })
  const filter = slice.by === null ? undefined : FILTERS[slice.by]
  if (filter !== undefined && slice.value !== null && slice.value !== '') query.set(filter, slice.value)
  query.set('score', trend.name)
  query.set('sort', 'score')
  query.set('order', 'asc')
  return query.toString()
}

/** Query of the trace list for what came from a new version on, to the end of the trend, lowest scores first. */
export function tracesSince(trend: ScoreTrend, { kind, name, time }: VersionChange): string {
  const query = new URLSearchParams({ from: new Date(instantMs(time)).toISOString(), to: trend.to })
  if (kind === 'service') query.set('service', name)
  if (kind === 'prompt') query.set('prompt', name)
  query.set('score', trend.name)
  query.set('sort', 'score')
  query.set('order', 'asc')
  return query.toString()
}
