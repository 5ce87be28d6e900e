import type { TraceSort } from '@assay/contract/api/trace-filter'
import { SPAN_KINDS } from '@assay/contract/span-kind'
import { boundsOf, readRange, writeRange, type TimeRange } from '#lib/time-range.ts'
import { AMOUNT_PARAMS, LIST_PARAMS, SORTS, type AmountParam, type ListParam } from './fields.ts'

/** Traces with a score of this name, within bounds (inclusive) and with one of the labels, where given. */
export interface ScoreFilter {
  readonly name: string
  readonly min: number | null
  readonly max: number | null
  readonly labels: readonly string[]
}

export type SearchIn = 'any' | 'input' | 'output'

/** Everything that decides which traces the list shows, and how. The URL holds it whole. */
export interface TraceView {
  readonly range: TimeRange
  readonly q: string
  readonly in: SearchIn
  readonly lists: Readonly<Partial<Record<ListParam, readonly string[]>>>
  readonly amounts: Readonly<Partial<Record<AmountParam, number>>>
  readonly score: ScoreFilter | null
  /** true: with errors; false: without; null: both. */
  readonly error: boolean | null
  readonly sort: TraceSort
  readonly order: 'asc' | 'desc'
  readonly isLive: boolean
}

/** The view a URL describes; parts that cannot be read are left out, so that no link is ever refused. */
export function readView(params: URLSearchParams): TraceView {
  const lists: Partial<Record<ListParam, string[]>> = {}
  for (const param of LIST_PARAMS) {
    const values = [...new Set(params.getAll(param))].filter((value) => isValue(param, value)).slice(0, 50)
    if (values.length > 0) lists[param] = values
  }
  const amounts: Partial<Record<AmountParam, number>> = {}
  for (const param of AMOUNT_PARAMS) {
    const text = params.get(param)
    const value = text === null || text.trim() === '' ? NaN : Number(text)
    if (Number.isFinite(value) && value >= 0) amounts[param] = value
  }
  const error = params.get('error')
  const score = readScore(params)
  const sort = oneOf(SORTS, params.get('sort'))
  return {
    range: readRange(params),
    q: (params.get('q') ?? '').trim().slice(0, 500),
    in: oneOf(['any', 'input', 'output'] as const, params.get('in')),
    lists,
    amounts,
    score,
    error: error === 'true' ? true : error === 'false' ? false : null,
    sort: sort === 'score' && score === null ? 'start' : sort,
    order: oneOf(['desc', 'asc'] as const, params.get('order')),
    isLive: params.get('live') === '1',
  }
}

/** The URL parameters of a view, always in the same order; defaults are left out. */
export function writeView(view: TraceView): URLSearchParams {
  const params = new URLSearchParams()
  writeRange(params, view.range)
  for (const [key, value] of filterEntries(view)) params.append(key, value)
  // Kept without words, too: it may be chosen before they are typed.
  if (view.in !== 'any') params.set('in', view.in)
  if (view.sort !== 'start') params.set('sort', view.sort)
  if (view.order !== 'desc') params.set('order', view.order)
  if (view.isLive) params.set('live', '1')
  return params
}

/** Query of the trace list for a view at an instant; `from` stays the same on every page that is loaded with it. */
export function listQuery(view: TraceView, nowMs: number): URLSearchParams {
  const params = new URLSearchParams(boundsOf(view.range, nowMs))
  for (const [key, value] of filterEntries(view)) params.append(key, value)
  params.set('sort', view.sort)
  params.set('order', view.order)
  return params
}

/** Query of the live tail: filters and range without order, for it sends what arrives as it arrives. */
export function tailQuery(view: TraceView, nowMs: number): URLSearchParams {
  const params = new URLSearchParams(boundsOf(view.range, nowMs))
  for (const [key, value] of filterEntries(view)) params.append(key, value)
  return params
}

/** The view without any filter; range and sort stay. */
export const clearFilters = (view: TraceView): TraceView => ({
  ...view,
  q: '',
  in: 'any',
  lists: {},
  amounts: {},
  score: null,
  sort: view.sort === 'score' ? 'start' : view.sort,
  error: null,
})

/** The view with a list filter set; no values remove it. */
export function withList(view: TraceView, param: ListParam, values: readonly string[]): TraceView {
  const { [param]: _, ...others } = view.lists
  return { ...view, lists: values.length === 0 ? others : { ...others, [param]: values } }
}

/** The view with a bound set; null removes it. */
export function withAmount(view: TraceView, param: AmountParam, value: number | null): TraceView {
  const { [param]: _, ...others } = view.amounts
  return { ...view, amounts: value === null ? others : { ...others, [param]: value } }
}

/** The view of traces with a score; null removes it, and the order by it. */
export function withScore(view: TraceView, score: ScoreFilter | null): TraceView {
  return { ...view, score, sort: score === null && view.sort === 'score' ? 'start' : view.sort }
}

/** The view sorted by a column; the same column again turns the order round. */
export function withSort(view: TraceView, sort: TraceSort): TraceView {
  const order = view.sort === sort && view.order === 'desc' ? 'asc' : 'desc'
  const isNewestFirst = sort === 'start' && order === 'desc'
  return { ...view, sort, order, isLive: view.isLive && isNewestFirst }
}

/** The view with the tail on or off; on, it shows the newest first of a range that ends now. */
export function withLive(view: TraceView, isLive: boolean): TraceView {
  if (!isLive) return { ...view, isLive }
  const range: TimeRange = 'preset' in view.range ? view.range : { preset: '1h' }
  return { ...view, isLive, range, sort: 'start', order: 'desc' }
}

function filterEntries(view: TraceView): [string, string][] {
  const entries: [string, string][] = []
  if (view.q !== '') entries.push(['q', view.q])
  if (view.q !== '' && view.in !== 'any') entries.push(['in', view.in])
  for (const param of LIST_PARAMS) for (const value of view.lists[param] ?? []) entries.push([param, value])
  if (view.error !== null) entries.push(['error', String(view.error)])
  for (const param of AMOUNT_PARAMS) {
    const value = view.amounts[param]
    if (value !== undefined) entries.push([param, String(value)])
  }
  if (view.score === null) return entries
  const { name, min, max, labels } = view.score
  entries.push(['score', name])
  if (min !== null) entries.push(['minScore', String(min)])
  if (max !== null) entries.push(['maxScore', String(max)])
  for (const label of labels) entries.push(['scoreLabel', label])
  return entries
}

function readScore(params: URLSearchParams): ScoreFilter | null {
  const name = params.get('score') ?? ''
  if (name === '' || name.length > 500) return null
  const labels = [...new Set(params.getAll('scoreLabel'))].filter((one) => one !== '' && one.length <= 500)
  return {
    name,
    min: readNumber(params.get('minScore')),
    max: readNumber(params.get('maxScore')),
    labels: labels.slice(0, 50),
  }
}

function readNumber(text: string | null): number | null {
  const value = text === null || text.trim() === '' ? NaN : Number(text)
  return Number.isFinite(value) ? value : null
}

const isValue = (param: ListParam, value: string): boolean =>
  value !== '' &&
  value.length <= 500 &&
  (param !== 'kind' || (SPAN_KINDS as readonly string[]).includes(value)) &&
  (param !== 'attribute' || /^[^=]+=./s.test(value))

/** The value where it is one of the list, else the list's first. */
function oneOf<const T extends readonly [string, ...string[]]>(values: T, value: string | null): T[number] {
  return values.find((one) => one === value) ?? values[0]
}
