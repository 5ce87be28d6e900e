import type { RangeQuery } from '@assay/contract/api/session'
import { apiPath } from '#lib/api.ts'
import { boundsOf, readRange, writeRange, type TimeRange } from '#lib/time-range.ts'

/** What the address says about the list of sessions. */
export interface SessionView {
  range: TimeRange
  /** Part of the session id. */
  q: string
  user: string | null
  sort: RangeQuery['sort']
  order: RangeQuery['order']
}

/** Columns that sort, in the order of the table. */
const SESSION_SORTS = [
  'last',
  'traces',
  'tokens',
  'cost',
  'errors',
] as const satisfies readonly RangeQuery['sort'][]

export function readSessionView(params: URLSearchParams): SessionView {
  const sort = SESSION_SORTS.find((one) => one === params.get('sort')) ?? 'last'
  return {
    range: readRange(params),
    q: (params.get('q') ?? '').trim().slice(0, 200),
    user: params.get('user') || null,
    sort,
    order: params.get('order') === 'asc' ? 'asc' : 'desc',
  }
}

/** The view as parameters of the address; what is default is left out. */
export function writeSessionView(view: SessionView): URLSearchParams {
  const params = new URLSearchParams()
  if (view.q !== '') params.set('q', view.q)
  if (view.user !== null) params.set('user', view.user)
  if (view.sort !== 'last') params.set('sort', view.sort)
  if (view.order !== 'desc') params.set('order', view.order)
  writeRange(params, view.range)
  return params
}

/** The view sorted by a column: largest first, and the other way round when it is chosen again. */
export function sortedBy(view: SessionView, sort: SessionView['sort']): SessionView {
  return { ...view, sort, order: view.sort === sort && view.order === 'desc' ? 'asc' : 'desc' }
}

/** Path of the API for the first page of the view. */
export function sessionsPath(projectId: string, view: SessionView, nowMs: number): string {
  const { q, user, sort, order } = view
  return apiPath(`/api/v1/projects/${encodeURIComponent(projectId)}/sessions`, {
    ...boundsOf(view.range, nowMs),
    q,
    user,
    sort,
    order,
    limit: 100,
  })
}
