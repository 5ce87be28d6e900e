import type { RangeQuery } from '@assay/contract/api/session'
import { boundsOf, readRange, writeRange, type TimeRange } from '#lib/time-range.ts'

export type UserSort = RangeQuery['sort']

/** Which users the list shows, and how; the URL holds it whole. */
export interface UserView {
  readonly range: TimeRange
  readonly q: string
  readonly sort: UserSort
  readonly order: 'asc' | 'desc'
}

const SORTS: readonly UserSort[] = ['last', 'traces', 'tokens', 'cost', 'errors']

/** The view a URL describes; parts that cannot be read are left out. */
export function readUserView(params: URLSearchParams): UserView {
  return {
    range: readRange(params),
    q: (params.get('q') ?? '').trim().slice(0, 200),
    sort: SORTS.find((sort) => sort === params.get('sort')) ?? 'last',
    order: params.get('order') === 'asc' ? 'asc' : 'desc',
  }
}

/** The URL parameters of a view; defaults are left out. */
export function writeUserView(view: UserView): URLSearchParams {
  const params = new URLSearchParams()
  writeRange(params, view.range)
  if (view.q !== '') params.set('q', view.q)
  if (view.sort !== 'last') params.set('sort', view.sort)
  if (view.order !== 'desc') params.set('order', view.order)
  return params
}

/** Query of the user list for a view at an instant. */
export function userQuery(view: UserView, nowMs: number): URLSearchParams {
  const params = new URLSearchParams(boundsOf(view.range, nowMs))
  if (view.q !== '') params.set('q', view.q)
  params.set('sort', view.sort)
  params.set('order', view.order)
  return params
}

/** The view sorted by a column; the same column again turns the order round. */
export const withUserSort = (view: UserView, sort: UserSort): UserView => ({
  ...view,
  sort,
  order: view.sort === sort && view.order === 'desc' ? 'asc' : 'desc',
})
