import type { ScoreSlice } from '@assay/contract/api/score-filter'
import type { ScoreTrend } from '@assay/contract/api/score-trend'
import type { VersionChange } from '@assay/contract/api/version-change'
import { instantMs } from '#lib/format.ts'
import type { BadEnd } from '#lib/scores/direction.ts'

/** Filters of the trace list that are the same as slices of a score; those that the list has not are left out. */
export const SLICE_FILTERS: Partial<Record<ScoreSlice, string>> = {
  model: 'model',
  service: 'service',
  environment: 'environment',
  promptName: 'prompt',
  tag: 'tag',
  user: 'user',
}

/** Query of the trace list for what stands behind a point of a trend, worst scores first. */
export function tracesBehind(
  trend: ScoreTrend,
  point: { time: string },
  { by, value, bad }: { by: ScoreSlice | null; value: string | null; bad: BadEnd },
): string {
  const fromMs = instantMs(point.time)
  const query = new URLSearchParams({
    from: new Date(fromMs).toISOString(),
    to: new Date(fromMs + trend.stepSeconds * 1000).toISOString(),
  })
  const filter = by === null ? undefined : SLICE_FILTERS[by]
  if (filter !== undefined && value !== null && value !== '') query.set(filter, value)
  return worstFirst(query, trend.name, bad).toString()
}

/** Query of the trace list for what came from a new version on, to the end of the trend, worst scores first. */
export function tracesSince(trend: ScoreTrend, { kind, name, time }: VersionChange, bad: BadEnd): string {
  const query = new URLSearchParams({ from: new Date(instantMs(time)).toISOString(), to: trend.to })
  if (kind === 'service') query.set('service', name)
  if (kind === 'prompt') query.set('prompt', name)
  return worstFirst(query, trend.name, bad).toString()
}

/** Adds to a query of the trace list that a score sorts it, by its bad end; the lowest first where there is none. */
function worstFirst(query: URLSearchParams, score: string, bad: BadEnd): URLSearchParams {
  query.set('score', score)
  query.set('sort', 'score')
  query.set('order', bad === 'high' ? 'desc' : 'asc')
  return query
}
