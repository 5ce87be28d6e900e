import type { Evaluator } from '@assay/contract/api/evaluator'
import { SCORE_TARGETS, type ScoreTarget } from '@assay/contract/score-row'
import { SCORE_SLICES, type ScoreName, type ScoreSlice } from '@assay/contract/api/score-filter'
import type { BadEnd } from '#lib/scores/direction.ts'
import { boundsOf, PRESETS, readRange, writeRange, type TimeRange } from '#lib/time-range.ts'

/** What tells the two sides of a comparison apart; `period` is this range against the one before. */
export type CompareBy = ScoreSlice | 'period'

/** Which score the page is about, and how it is sliced; the URL holds it whole. */
export interface QualityView {
  readonly range: TimeRange
  /** '' is the first there is. */
  readonly name: string
  /** The rate of this label; '' is the mean of the values, null what says most of the score. */
  readonly label: string | null
  /** What was scored; null is all together. */
  readonly target: ScoreTarget | null
  readonly by: ScoreSlice | null
  /** null is the range before, or where that is empty what there is to compare. */
  readonly compareBy: CompareBy | null
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
    label: params.get('label')?.slice(0, 500) ?? null,
    target: SCORE_TARGETS.find((one) => one === params.get('target')) ?? null,
    by: isSlice(by) ? by : null,
    compareBy: isSlice(compareBy) || compareBy === 'period' ? compareBy : null,
    a: params.get('a')?.slice(0, 1000) ?? null,
    b: params.get('b')?.slice(0, 1000) ?? null,
  }
}

/** The URL parameters of a view; defaults are left out. */
export function writeQualityView(view: QualityView): URLSearchParams {
  const params = new URLSearchParams()
  writeRange(params, view.range)
  if (view.name !== '') params.set('score', view.name)
  if (view.label !== null) params.set('label', view.label)
  if (view.target !== null) params.set('target', view.target)
  if (view.by !== null) params.set('by', view.by)
  if (view.compareBy === null) return params
  params.set('compare', view.compareBy)
  if (view.a !== null) params.set('a', view.a)
  if (view.b !== null) params.set('b', view.b)
  return params
}

/**
 * The label whose rate is shown: the asked one; else the evaluator's bad one, where it gives labels at all; of a score without values its
 * most frequent. '' is the mean of the values.
 */
export function labelOf(view: QualityView, name: ScoreName, evaluator: Evaluator | null): string {
  const wanted = view.label ?? (name.labels.length === 0 ? '' : (evaluator?.badLabel ?? ''))
  return wanted === '' && name.min === null ? (name.labels[0]?.label ?? '') : wanted
}

/** The score that a lead looks at first: of those whose bad label was given the one with most scores, else of all. */
export function firstScore(names: readonly ScoreName[], evaluators: readonly Evaluator[]): ScoreName | null {
  const ordered = names.toSorted((a, b) => b.n - a.n)
  const bad = new Map(evaluators.map(({ name, badLabel }) => [name, badLabel]))
  const isFound = ({ name, labels }: ScoreName) => labels.some(({ label }) => label === bad.get(name))
  return ordered.find(isFound) ?? ordered[0] ?? null
}

/** Which end of what is shown is the bad one: of the rate of the bad label the high one, of another label nobody knows. */
export function badEndShown(label: string, evaluator: Evaluator | null): BadEnd {
  if (evaluator === null) return null
  if (label === '') return evaluator.range.bad
  return label === evaluator.badLabel ? 'high' : null
}

/** The ends of a range, in milliseconds. One that ends now ends on the next whole ten seconds, for the reason that `boundsOf` has. */
function endsOf(range: TimeRange, nowMs: number): { from: number; to: number } {
  if (!('preset' in range)) return { from: Date.parse(range.from), to: Date.parse(range.to) }
  const to = Math.ceil(nowMs / 10_000) * 10_000
  return { from: to - PRESETS[range.preset].lengthMs, to }
}

/** The range before one, as long as it is. */
export function rangeBefore(range: TimeRange, nowMs: number): { from: string; to: string } {
  const { from, to } = endsOf(range, nowMs)
  return { from: new Date(from - (to - from)).toISOString(), to: new Date(from).toISOString() }
}

/** This range and the one before it, as a comparison of periods takes them. */
export function periodsOf(range: TimeRange, nowMs: number): { a: string; b: string } {
  const before = rangeBefore(range, nowMs)
  const to = new Date(endsOf(range, nowMs).to).toISOString()
  return { a: `${before.to}/${to}`, b: `${before.from}/${before.to}` }
}

/** Whether what is shown of a score has scores among those of another range. `label`: '' is the mean of the values. */
export const isScored = (
  names: readonly ScoreName[],
  { name, label, target }: { name: string; label: string; target: ScoreTarget | null },
): boolean =>
  names.some(
    (one) =>
      one.name === name &&
      (target === null || one.targets.includes(target)) &&
      (label === '' ? one.min !== null : one.labels.length > 0),
  )

/** Query of the trend and the comparison: what both have. */
export const scoreQuery = (view: QualityView, name: ScoreName, label: string, nowMs: number) => ({
  ...boundsOf(view.range, nowMs),
  name: name.name,
  label,
  target: view.target,
})
