import type { DropReason } from '@assay/contract/drop-reason'
import type { RawLink, RawResource, RawScope, RawSpan } from '@assay/contract/raw-span'
import type { TimeWindow } from './time-window.ts'

/** An id that was not sent. */
export const NO_ID = new Uint8Array(0)

/** Eight zero bytes: the parent of a root. Shared by all roots; nobody writes into ids. */
export const NO_PARENT = new Uint8Array(8)

/** A span as the wire formats start it, every field at its default. */
export function blankSpan(resource: RawResource, scope: RawScope): RawSpan {
  return {
    traceId: NO_ID,
    spanId: NO_ID,
    parentSpanId: NO_PARENT,
    traceState: '',
    flags: 0,
    name: '',
    otelKind: 0,
    startTimeUnixNano: 0n,
    endTimeUnixNano: 0n,
    attributes: new Map(),
    droppedAttributesCount: 0,
    events: [],
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    statusCode: 0,
    statusMessage: '',
    resource,
    scope,
  }
}

/**
 * Puts the last hand to a span that was read, or says why it is refused: ids of the wrong length or all zero
 * (`bad_ids`), a start or end outside the window (`bad_timestamp`). Unknown enum numbers become 0. An end of 0
 * (unfinished) or before the start becomes the start: such a span is worth keeping, a negative duration is not.
 */
export function checkSpan(span: RawSpan, window: TimeWindow): DropReason | null {
  if (!isId(span.traceId, 16) || !isId(span.spanId, 8)) return 'bad_ids'
  const parentBytes = span.parentSpanId.length
  if (parentBytes === 0) span.parentSpanId = NO_PARENT
  else if (parentBytes !== 8) return 'bad_ids'
  const start = span.startTimeUnixNano
  const end = span.endTimeUnixNano
  if (start < window.from || start > window.to || end > window.to) return 'bad_timestamp'
  if (end < start) span.endTimeUnixNano = start
  if (span.otelKind > 5) span.otelKind = 0
  if (span.statusCode > 2) span.statusCode = 0
  if (span.droppedLinksCount > 0xffff_ffff) span.droppedLinksCount = 0xffff_ffff
  return null
}

/** Adds a link; one whose ids lead nowhere is counted as dropped instead. */
export function addLink(span: RawSpan, link: RawLink): void {
  if (isId(link.traceId, 16) && isId(link.spanId, 8)) span.links.push(link)
  else span.droppedLinksCount++
}

/** An id of the right length that is not all zero. */
export function isId(id: Uint8Array, length: number): boolean {
  if (id.length !== length) return false
  for (let i = 0; i < length; i++) if (id[i] !== 0) return true
  return false
}
