import { formatCompact, formatCost, formatDuration } from '#lib/format.ts'
import { AMOUNTS, LIST_FIELDS, LIST_PARAMS, type ListParam } from './fields.ts'
import { withAmount, withList, withScore, type ScoreFilter, type TraceView } from './view.ts'

export interface Chip {
  readonly key: string
  readonly label: string
  readonly value: string
  /** The view without this filter. */
  readonly without: TraceView
}

/** One chip for each filter that is set, in the order of the URL. */
export function chipsOf(view: TraceView): Chip[] {
  const chips: Chip[] = []
  if (view.q !== '') {
    const label = view.in === 'any' ? 'Text' : view.in === 'input' ? 'Input' : 'Output'
    chips.push({ key: 'q', label, value: view.q, without: { ...view, q: '', in: 'any' } })
  }
  for (const param of LIST_PARAMS) {
    const values = view.lists[param]
    if (values === undefined) continue
    chips.push({
      key: param,
      label: labelOf(param),
      value: values.join(' or '),
      without: withList(view, param, []),
    })
  }
  if (view.error !== null) {
    const value = view.error ? 'with errors' : 'without errors'
    chips.push({ key: 'error', label: 'Status', value, without: { ...view, error: null } })
  }
  for (const { min, max, label } of AMOUNTS) {
    const from = view.amounts[min]
    const to = view.amounts[max]
    if (from === undefined && to === undefined) continue
    const show = label === 'Latency' ? formatDuration : label === 'Cost' ? formatCost : formatCompact
    const value =
      from === undefined
        ? `≤ ${show(to)}`
        : to === undefined
          ? `≥ ${show(from)}`
          : `${show(from)} to ${show(to)}`
    chips.push({ key: min, label, value, without: withAmount(withAmount(view, min, null), max, null) })
  }
  if (view.score !== null) {
    const value = scoreWords(view.score)
    chips.push({ key: 'score', label: 'Score', value, without: withScore(view, null) })
  }
  return chips
}

function scoreWords({ name, min, max, labels }: ScoreFilter): string {
  const bounds = [min === null ? '' : `≥ ${min}`, max === null ? '' : `≤ ${max}`].filter((one) => one !== '')
  return [name, bounds.join(' and '), labels.join(' or ')].filter((one) => one !== '').join(' ')
}

const labelOf = (param: ListParam): string =>
  Object.values(LIST_FIELDS).find((field) => field.param === param)?.label ??
  (param === 'attribute' ? 'Attribute' : 'Session')
