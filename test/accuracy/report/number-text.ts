import type { Figure } from './figure.ts'

/** A value in the digits that its unit deserves. */
export function numberText(value: number, unit: Figure['unit']): string {
  if (unit === 'samples') return String(Math.round(value))
  if (unit === 'samples/s') return String(Math.round(value)).replace(/\B(?=(\d{3})+$)/g, ',')
  return value.toFixed(3)
}

/** Its interval, or nothing. */
export function intervalText({ interval, unit }: Figure): string {
  return interval === null ? '' : `${numberText(interval.low, unit)} to ${numberText(interval.high, unit)}`
}

/** `≥ 0.62`, `≤ 300`, `0.940 to 0.960`. */
export function goalText({ goal, unit }: Figure): string {
  if (goal === null) return ''
  const { least, most } = goal
  if (least !== undefined && most !== undefined)
    return least === most
      ? numberText(least, unit)
      : `${numberText(least, unit)} to ${numberText(most, unit)}`
  return least === undefined ? `≤ ${numberText(most!, unit)}` : `≥ ${numberText(least, unit)}`
}

/** Rows, and the documents that they come from where those are fewer. */
export function itemsText({ items, documents }: Figure): string {
  return documents === null || documents === items ? String(items) : `${items} of ${documents} documents`
}
