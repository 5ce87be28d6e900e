import { SCORE_TARGETS, type ScoreTarget } from '@assay/contract/score-row'
import { SCORE_SLICES, type ScoreName, type ScoreSlice } from '@assay/contract/api/score-filter'
import { boundsOf, PRESETS, readRange, writeRange, type TimeRange } from '#lib/time-range.ts'

/** What tells the two sides of a comparison apart; `period` is this range against the one before. */
export type CompareBy = ScoreSlice | 'period'

/** Which score the page is about, and how it is sliced; the URL holds it whole. */
export interface QualityView {
  readonly range: TimeRange
  /** '' is the first there is. */
  readonly name: string
  /** The rate of this label; '' is the mean of the values. */
  readonly label: string
  /** What was scored; null is all together. */
  readonly target: ScoreTarget | null
  readonly by: ScoreSlice | null
  readonly compareBy: CompareBy
  /** Sides of the comparison; null until chosen. */
  readonly a: string | null
  readonly b: string | null
}

export const SLICE_LABELS: Record<CompareBy, string> = {
  period: 'this range and the one before',
  version: 'evaluator version',
  source: 'source',
  model: 'model',
  service: 'service',
  environment: 'environment',
  promptName: 'prompt',
  promptVersion: 'prompt version',
  tag: 'tag',
  user: 'user',
}

const isSlice = (value: string | null): value is ScoreSlice =>
  (SCORE_SLICES as readonly (string | null)[]).includes(value)

/** The view a URL describes; parts that cannot be read are left out. */
export function readQualityView(params: URLSearchParams): QualityView {
  const by = params.get('by')
  const compareBy = params.get('compare')
  return {
    range: readRange(params),
    name: (params.get('score') ?? '').slice(0, 500),
    label: (params.get('label') ?? '').slice(0, 500),
    target: SCORE_TARGETS.find((one) => one === params.get('target')) ?? null,
    by: isSlice(by) ? by : null,
    compareBy: isSlice(compareBy) ? compareBy : 'period',
    a: params.get('a')?.slice(0, 1000) ?? null,
    b: params.get('b')?.slice(0, 1000) ?? null,
  }
}

/** The URL parameters of a view; defaults are left out. */
export function writeQualityView(view: QualityView): URLSearchParams {
  const params = new URLSearchParams()
  writeRange(params, view.range)
  if (view.name !== '') params.set('score', view.name)
  if (view.label !== '') params.set('label', view.label)
  if (view.target !== null) params.set('target', view.target)
  if (view.by !== null) params.set('by', view.by)
  if (view.compareBy === 'period') return params
  params.set('compare', view.compareBy)
  if (view.a !== null) params.set('a', view.a)
  if (view.b !== null) params.set('b', view.b)
  return params
}

/** The label whose rate is shown: the asked one; of a score without values its most frequent; else none. */
export function labelOf(view: QualityView, name: ScoreName): string {
  if (view.label !== '' || name.min !== null) return view.label
  return name.labels[0]?.label ?? ''
}

/** This range and the one before it, as a comparison of periods takes them. */
export function periodsOf(range: TimeRange, nowMs: number): { a: string; b: string } {
  const to = 'preset' in range ? nowMs : Date.parse(range.to)
  const from = 'preset' in range ? to - PRESETS[range.preset].lengthMs : Date.parse(range.from)
  const period = (start: number, end: number): string =>
    `${new Date(start).toISOString()}/${new Date(end).toISOString()}`
  return { a: period(from, to), b: period(from - (to - from), from) }
}

/** Query of the trend and the comparison: what both have. */
export const scoreQuery = (view: QualityView, name: ScoreName, nowMs: number) => ({
  ...boundsOf(view.range, nowMs),
  name: name.name,
  label: labelOf(view, name),
  target: view.target,
})
