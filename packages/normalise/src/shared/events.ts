import type { RawEvent, RawSpan } from '@assay/contract/raw-span'

/** The earliest event of one of the names; null when there is none. */
export function firstEvent(raw: RawSpan, ...names: string[]): RawEvent | null {
  let first: RawEvent | null = null
  for (const event of raw.events) {
    if (names.includes(event.name) && (first === null || event.timeUnixNano < first.timeUnixNano))
      first = event
  }
  return first
}

/** Milliseconds from the start of the span to the first event of one of the names; null without one. */
export function msToFirst(raw: RawSpan, ...names: string[]): number | null {
  if (raw.events.length === 0) return null
  const event = firstEvent(raw, ...names)
  return event === null || event.timeUnixNano < raw.startTimeUnixNano
    ? null
    : Number(event.timeUnixNano - raw.startTimeUnixNano) / 1e6
}
