import { type Figure, type Section, verdictOf } from './figure.ts'

/** A value in the digits that its unit deserves. */
function numberText(value: number, unit: Figure['unit']): string {
  if (unit === 'samples') return String(Math.round(value))
  if (unit === 'samples/s') return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')
  return value.toFixed(3)
}

/** `≥ 0.62`, `≤ 300`, `0.940 to 0.960`. */
function goalText({ goal, unit }: Figure): string {
  if (goal === null) return ''
  const { least, most } = goal
  if (least === undefined) return `≤ ${numberText(most!, unit)}`
  return most === undefined
    ? `≥ ${numberText(least, unit)}`
    : `${numberText(least, unit)} to ${numberText(most, unit)}`
}

export const FIGURE_HEAD = [
  '',
  'figure',
  'value',
  '95 % interval',
  'rows',
  'goal',
  'reached',
  'known figures',
]

/** One figure with all that is known of it, in the order of FIGURE_HEAD. */
export function figureCells(item: Figure): string[] {
  const { target, what, value, reason, unit, interval, items, documents, comparator, judge } = item
  return [
    target ?? '',
    what,
    value === null ? `– (${reason ?? 'not defined'})` : `${numberText(value, unit)} ${unit}`,
    interval === null ? '' : `${numberText(interval.low, unit)} to ${numberText(interval.high, unit)}`,
    documents === null || documents === items ? String(items) : `${items} of ${documents} documents`,
    goalText(item),
    verdictOf(item) ?? '',
    [comparator, judge === null ? null : `on these rows ${judge}`].filter((text) => text !== null).join('; '),
  ]
}

export const SUMMARY_HEAD = ['', 'figure', 'value', 'goal', 'reached']

/** All figures with a goal, target by target, in the order of SUMMARY_HEAD. */
export function summaryCells(sections: readonly Section[]): string[][] {
  const numberOf = ({ target }: Figure) => (target === null ? Infinity : Number(target.slice(1)))
  return sections
    .flatMap(({ figures }) => figures.filter(({ goal }) => goal !== null))
    .sort((a, b) => numberOf(a) - numberOf(b))
    .map((item) => {
      const [target = '', what = '', value = '', , , goal = '', verdict = ''] = figureCells(item)
      return [target, what, value, goal, verdict]
    })
}
