import {
  BIAS_FIELDS,
  type BiasVerdict,
  type ParityMeasure,
  readBiasAttribute,
} from '@assay/contract/api/bias'
import type { ProbeGap, ProbeState } from '@assay/contract/api/bias-probe'
import { instantMs, MISSING } from '#lib/format.ts'
import { SLICE_FILTERS } from '#lib/quality/traces-behind.ts'
import { SLICE_LABELS } from '#lib/quality/view.ts'

/** What people call an attribute. */
export function attributeTitle(attribute: string): string {
  const source = readBiasAttribute(attribute)
  if (source.kind === 'attribute') return source.key
  return source.kind === 'tag' ? `tags ${source.prefix}…` : SLICE_LABELS[source.field]
}

export const FIELD_OPTIONS = BIAS_FIELDS.map((field) => ({ value: field, label: SLICE_LABELS[field] }))

export const VERDICT_WORDS: Record<BiasVerdict, string> = {
  reference: 'reference',
  too_few: 'too few',
  differs: 'differs',
  small: 'clear but small',
  not_shown: 'no difference shown',
}

export const STATE_WORDS: Record<ProbeState, string> = {
  running: 'under way',
  stopped: 'stopped',
  cancelled: 'cancelled',
  done: 'done',
}

export const MEASURE_WORDS: Record<ProbeGap['measure'], string> = {
  refused: 'Refused',
  toxic: 'Toxic',
  length: 'Length',
  similarity: 'Alike',
}

/** A measure of parity in words. */
export const measureTitle = ({ name, label }: Pick<ParityMeasure, 'name' | 'label'>): string =>
  label === null ? name : `${name}: ${label}`

const rounded = (value: number): string => String(Number(value.toPrecision(3)))

/** A difference with its sign: of rates in points of per cent. */
export function formatDifference(value: number | null, measure: 'rate' | 'mean'): string {
  if (value === null) return MISSING
  const text = rounded(Math.abs(measure === 'rate' ? value * 100 : value))
  const sign = text === '0' ? '' : value < 0 ? '−' : '+'
  return `${sign}${text}${measure === 'rate' ? ' pts' : ''}`
}

/** A difference of a gap: of lengths the change in per cent, else points of per cent. */
export function formatGap(value: number | null, measure: ProbeGap['measure']): string {
  if (value === null) return MISSING
  if (measure !== 'length') return formatDifference(value, 'rate')
  const change = Math.expm1(value) * 100
  return `${change < 0 ? '−' : '+'}${rounded(Math.abs(change))} %`
}

/** The middle of one side of a gap. */
export const formatSide = (value: number | null, measure: ProbeGap['measure']): string =>
  value === null ? MISSING : measure === 'length' ? `${Math.round(value)} chars` : `${rounded(value * 100)} %`

export const formatRatio = (value: number): string => `${rounded(value)}×`

/** Query of the trace list for the traces behind a group; null where the list has no filter for it. */
export function groupTraces(
  attribute: string,
  group: string,
  score: Pick<ParityMeasure, 'name' | 'label'>,
  range: { from: string; to: string },
): string | null {
  const source = readBiasAttribute(attribute)
  const query = new URLSearchParams({ from: wholeMs(range.from), to: wholeMs(range.to) })
  if (source.kind === 'attribute') query.set('attribute', `${source.key}=${group}`)
  else {
    const filter = source.kind === 'tag' ? 'tag' : SLICE_FILTERS[source.field]
    if (filter === undefined) return null
    query.set(filter, group)
  }
  query.set('score', score.name)
  if (score.label !== null) query.set('scoreLabel', score.label)
  return query.toString()
}

const wholeMs = (instant: string): string => new Date(instantMs(instant)).toISOString()
