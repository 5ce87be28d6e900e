import type { DropReason } from '@assay/contract/drop-reason'
import type { RawEvent, RawLink, RawResource, RawScope, RawSpan } from '@assay/contract/raw-span'
import { addLink, blankSpan, checkSpan, NO_ID } from '../check-span.ts'
import type { TimeWindow } from '../time-window.ts'
import type { JsonCursor } from './cursor.ts'
import { isSnakeKey } from './known-keys.ts'
import { readAttributes } from './read-any-value.ts'
import { readEnum, readHexId, readNanoseconds, readUint32 } from './read-scalars.ts'

const KINDS = ['UNSPECIFIED', 'INTERNAL', 'SERVER', 'CLIENT', 'PRODUCER', 'CONSUMER'].map(
  (k) => `SPAN_KIND_${k}`,
)
const STATUS_CODES = ['UNSET', 'OK', 'ERROR'].map((code) => `STATUS_CODE_${code}`)

/** Reads the span at the cursor, or says why it is refused. */
export function readSpan(
  c: JsonCursor,
  resource: RawResource,
  scope: RawScope,
  window: TimeWindow,
): RawSpan | DropReason {
  const span = blankSpan(resource, scope)
  if (!c.openObject('a span')) return 'bad_ids'
  do {
    const key = c.key()
    if (c.isNull()) continue
    switch (key) {
      case 'traceId':
        span.traceId = readHexId(c, 'traceId', 16)
        break
      case 'spanId':
        span.spanId = readHexId(c, 'spanId', 8)
        break
      case 'parentSpanId':
        span.parentSpanId = readHexId(c, 'parentSpanId', 8)
        break
      case 'traceState':
        span.traceState = c.text('traceState')
        break
      case 'flags':
        span.flags = readUint32(c, 'flags')
        break
      case 'name':
        span.name = c.text('name')
        break
      case 'kind':
        span.otelKind = readEnum(c, 'kind', KINDS)
        break
      case 'startTimeUnixNano':
        span.startTimeUnixNano = readNanoseconds(c, 'startTimeUnixNano')
        break
      case 'endTimeUnixNano':
        span.endTimeUnixNano = readNanoseconds(c, 'endTimeUnixNano')
        break
      case 'attributes':
        readAttributes(c, span.attributes)
        break
      case 'droppedAttributesCount':
        span.droppedAttributesCount = readUint32(c, 'droppedAttributesCount')
        break
      case 'events':
        readEvents(c, span)
        break
      case 'droppedEventsCount':
        span.droppedEventsCount = readUint32(c, 'droppedEventsCount')
        break
      case 'links':
        readLinks(c, span)
        break
      case 'droppedLinksCount':
        span.droppedLinksCount += readUint32(c, 'droppedLinksCount')
        break
      case 'status':
        readStatus(c, span)
        break
      default:
        if (isSnakeKey(key)) c.sawSnakeCase = true
        c.skip()
    }
  } while (c.moreFields())
  return c.fault ?? checkSpan(span, window) ?? span
}

function readEvents(c: JsonCursor, span: RawSpan): void {
  if (!c.openList('events')) return
  do {
    const event: RawEvent = { timeUnixNano: 0n, name: '', attributes: new Map(), droppedAttributesCount: 0 }
    if (!c.isNull() && c.openObject('an event')) {
      do {
        const key = c.key()
        if (c.isNull()) continue
        if (key === 'timeUnixNano') event.timeUnixNano = readNanoseconds(c, key)
        else if (key === 'name') event.name = c.text(key)
        else if (key === 'attributes') readAttributes(c, event.attributes)
        else if (key === 'droppedAttributesCount') event.droppedAttributesCount = readUint32(c, key)
        else c.skip()
      } while (c.moreFields())
    }
    if (c.countNode()) span.events.push(event)
  } while (c.moreElements())
}

function readLinks(c: JsonCursor, span: RawSpan): void {
  if (!c.openList('links')) return
  do {
    const link: RawLink = {
      traceId: NO_ID,
      spanId: NO_ID,
      traceState: '',
      attributes: new Map(),
      droppedAttributesCount: 0,
    }
    if (!c.isNull() && c.openObject('a link')) {
      do {
        const key = c.key()
        if (c.isNull()) continue
        if (key === 'traceId') link.traceId = readHexId(c, key, 16)
        else if (key === 'spanId') link.spanId = readHexId(c, key, 8)
        else if (key === 'traceState') link.traceState = c.text(key)
        else if (key === 'attributes') readAttributes(c, link.attributes)
        else if (key === 'droppedAttributesCount') link.droppedAttributesCount = readUint32(c, key)
        else c.skip()
      } while (c.moreFields())
    }
    if (c.countNode()) addLink(span, link)
  } while (c.moreElements())
}

function readStatus(c: JsonCursor, span: RawSpan): void {
  if (!c.openObject('status')) return
  do {
    const key = c.key()
    if (c.isNull()) continue
    if (key === 'message') span.statusMessage = c.text('message')
    else if (key === 'code') span.statusCode = readEnum(c, 'code', STATUS_CODES)
    else c.skip()
  } while (c.moreFields())
}
