import type { RawSpan } from '@assay/contract/raw-span'
import { NO_ID } from '../check-span.ts'
import type { DecodeReport } from '../decode-report.ts'
import type { TimeWindow } from '../time-window.ts'
import { ProtobufCursor } from './cursor.ts'
import { fieldStops, readResource, readScope } from './read-origin.ts'
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
  const hints: SpanHints = { lastTraceId: NO_ID, lastSpanId: NO_ID }
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
        if (!c.endsBatch(batch.length)) continue
        yield batch
        batch = []
      }
      // Many that are empty take time too.
      if (!c.endsBatch(batch.length)) continue
      yield batch
      batch = []
    }
    if (!c.endsBatch(batch.length)) continue
    yield batch
    batch = []
  }
  yield batch
}
