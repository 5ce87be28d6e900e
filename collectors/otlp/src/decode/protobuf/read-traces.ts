import type { RawResource, RawScope, RawSpan } from '@assay/contract/raw-span'
import { NO_ID } from '../check-span.ts'
import type { DecodeReport } from '../decode-report.ts'
import { BATCH_SPANS } from '../limits.ts'
import type { TimeWindow } from '../time-window.ts'
import { ProtobufCursor } from './cursor.ts'
import { readAttribute } from './read-any-value.ts'
import { readSpan, type SpanHints } from './read-span.ts'

/**
 * Reads an `ExportTraceServiceRequest` field by field, a batch of spans at a time; the last batch may be short.
 *
 * @throws MalformedRequest or RangeError when the bytes are no protobuf message of this shape.
 */
export function* readProtobufTraces(
  body: Buffer,
  window: TimeWindow,
  report: DecodeReport,
): Generator<RawSpan[], void> {
  const c = new ProtobufCursor(body)
  const hints: SpanHints = { lastTraceId: NO_ID, lastSpanId: NO_ID, looksLikeLog: false }
  let batch: RawSpan[] = []
  for (const resourceStop of fieldStops(c, body.length, 0x0a)) {
    const resourceStart = c.pos
    const resource = readResource(c, resourceStop)
    const resourceFault = c.fault
    c.pos = resourceStart
    for (const scopeStop of fieldStops(c, resourceStop, 0x12)) {
      const scopeStart = c.pos
      c.startSpan(resourceFault)
      const scope = readScope(c, scopeStop)
      const scopeFault = c.fault
      c.pos = scopeStart
      for (const spanStop of fieldStops(c, scopeStop, 0x12)) {
        report.received++
        c.startSpan(scopeFault)
        const span = readSpan(c, spanStop, resource, scope, window, hints)
        if (typeof span === 'string') report.refuse(span)
        else batch.push(span)
        if (batch.length < BATCH_SPANS) continue
        yield batch
        batch = []
      }
    }
  }
  if (hints.looksLikeLog && report.refusedCount() === report.received) report.wrongSignal = 'logs'
  yield batch
}

/** Stops at each field `wanted` of the message that ends at `end`: the cursor stands at its value, which ends at the stop. */
function* fieldStops(c: ProtobufCursor, end: number, wanted: number): Generator<number, void> {
  while (c.pos < end) {
    const tag = c.uint32()
    if (tag === wanted) {
      const stop = c.delimited(end)
      yield stop
      c.pos = stop
    } else c.skip(tag, end)
  }
  c.expectEnd(end)
}

/** Resource and schema URL of the `ResourceSpans` that ends at `end`; they may stand behind the spans. */
function readResource(c: ProtobufCursor, end: number): RawResource {
  const resource: RawResource = { attributes: new Map(), schemaUrl: '' }
  c.startSpan(null)
  while (c.pos < end) {
    const tag = c.uint32()
    if (tag === 0x0a) {
      const stop = c.delimited(end)
      while (c.pos < stop) {
        const inner = c.uint32()
        if (inner === 0x0a) readAttribute(c, stop, resource.attributes)
        else c.skip(inner, stop)
      }
      c.expectEnd(stop)
    } else if (tag === 0x1a) resource.schemaUrl = c.text(end)
    else c.skip(tag, end)
  }
  c.expectEnd(end)
  return resource
}

/** Scope and schema URL of the `ScopeSpans` that ends at `end`. */
function readScope(c: ProtobufCursor, end: number): RawScope {
  const scope: RawScope = { name: '', version: '', attributes: new Map(), schemaUrl: '' }
  while (c.pos < end) {
    const tag = c.uint32()
    if (tag === 0x0a) {
      const stop = c.delimited(end)
      while (c.pos < stop) {
        const inner = c.uint32()
        if (inner === 0x0a) scope.name = c.text(stop)
        else if (inner === 0x12) scope.version = c.text(stop)
        else if (inner === 0x1a) readAttribute(c, stop, scope.attributes)
        else c.skip(inner, stop)
      }
      c.expectEnd(stop)
    } else if (tag === 0x1a) scope.schemaUrl = c.text(end)
    else c.skip(tag, end)
  }
  c.expectEnd(end)
  return scope
}
