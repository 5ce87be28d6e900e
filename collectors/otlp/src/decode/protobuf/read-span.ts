import type { DropReason } from '@assay/contract/drop-reason'
import type { RawEvent, RawLink, RawResource, RawScope, RawSpan } from '@assay/contract/raw-span'
import { addLink, blankSpan, checkSpan, NO_ID } from '../check-span.ts'
import type { TimeWindow } from '../time-window.ts'
import type { ProtobufCursor } from './cursor.ts'
import { readAttribute } from './read-any-value.ts'

/** What one span leaves for the next. */
export interface SpanHints {
  lastTraceId: Uint8Array
  lastSpanId: Uint8Array
}

/** Reads the `Span` that ends at `end`, or says why it is refused. A field of another wire type is an unknown one. */
export function readSpan(
  c: ProtobufCursor,
  end: number,
  resource: RawResource,
  scope: RawScope,
  window: TimeWindow,
  hints: SpanHints,
): RawSpan | DropReason {
  const span = blankSpan(resource, scope)
  while (c.pos < end) {
    const tag = c.uint32()
    switch (tag) {
      case 0x4a:
        readAttribute(c, end, span.attributes)
        break
      case 0x0a:
        span.traceId = c.id(end, 16, hints.lastTraceId)
        break
      case 0x12:
        span.spanId = c.id(end, 8, NO_ID)
        break
      case 0x1a:
        span.traceState = c.text(end)
        break
      case 0x22:
        span.parentSpanId = c.id(end, 8, hints.lastSpanId)
        break
      case 0x2a:
        span.name = c.text(end)
        break
      case 0x30:
        span.otelKind = c.varint32()
        break
      case 0x39:
        span.startTimeUnixNano = c.fixed64()
        break
      case 0x41:
        span.endTimeUnixNano = c.fixed64()
        break
      case 0x50:
        span.droppedAttributesCount = c.varint32()
        break
      case 0x5a:
        readEvent(c, c.delimited(end), span)
        break
      case 0x60:
        span.droppedEventsCount = c.varint32()
        break
      case 0x6a:
        readLink(c, c.delimited(end), span)
        break
      case 0x70:
        span.droppedLinksCount += c.varint32()
        break
      case 0x7a:
        readStatus(c, c.delimited(end), span)
        break
      case 0x85:
        span.flags = c.fixed32()
        break
      default:
        c.skip(tag, end)
    }
  }
  c.expectEnd(end)
  const fault = c.fault ?? checkSpan(span, window)
  if (fault !== null) return fault
  hints.lastTraceId = span.traceId
  hints.lastSpanId = span.spanId
  return span
}

function readEvent(c: ProtobufCursor, end: number, span: RawSpan): void {
  if (!c.countNode()) {
    c.pos = end
    return
  }
  const event: RawEvent = { timeUnixNano: 0n, name: '', attributes: new Map(), droppedAttributesCount: 0 }
  while (c.pos < end) {
    const tag = c.uint32()
    if (tag === 0x09) event.timeUnixNano = c.fixed64()
    else if (tag === 0x12) event.name = c.text(end)
    else if (tag === 0x1a) readAttribute(c, end, event.attributes)
    else if (tag === 0x20) event.droppedAttributesCount = c.varint32()
    else c.skip(tag, end)
  }
  c.expectEnd(end)
  span.events.push(event)
}

function readLink(c: ProtobufCursor, end: number, span: RawSpan): void {
  if (!c.countNode()) {
    c.pos = end
    return
  }
  const link: RawLink = {
    traceId: NO_ID,
    spanId: NO_ID,
    traceState: '',
    attributes: new Map(),
    droppedAttributesCount: 0,
  }
  while (c.pos < end) {
    const tag = c.uint32()
    if (tag === 0x0a) link.traceId = c.id(end, 16, NO_ID)
    else if (tag === 0x12) link.spanId = c.id(end, 8, NO_ID)
    else if (tag === 0x1a) link.traceState = c.text(end)
    else if (tag === 0x22) readAttribute(c, end, link.attributes)
    else if (tag === 0x28) link.droppedAttributesCount = c.varint32()
    else c.skip(tag, end)
  }
  c.expectEnd(end)
  addLink(span, link)
}

function readStatus(c: ProtobufCursor, end: number, span: RawSpan): void {
  while (c.pos < end) {
    const tag = c.uint32()
    if (tag === 0x12) span.statusMessage = c.text(end)
    else if (tag === 0x18) span.statusCode = c.varint32()
    else c.skip(tag, end)
  }
  c.expectEnd(end)
}
