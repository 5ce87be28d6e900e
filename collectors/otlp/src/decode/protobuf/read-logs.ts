import type { RawLog } from '@assay/contract/raw-log'
import { NO_ID } from '../check-span.ts'
import type { DecodeReport } from '../decode-report.ts'
import type { TimeWindow } from '../time-window.ts'
import { ProtobufCursor } from './cursor.ts'
import { readLog, type LogHints } from './read-log.ts'
import { fieldStops, readResource, readScope } from './read-origin.ts'

/**
 * Reads an `ExportLogsServiceRequest` field by field, a batch of records at a time; the last batch may be short.
 *
 * @throws MalformedRequest or RangeError when the bytes are no protobuf message of this shape.
 */
export function* readProtobufLogs(
  body: Buffer,
  window: TimeWindow,
  report: DecodeReport,
): Generator<RawLog[], void> {
  const c = new ProtobufCursor(body)
  const hints: LogHints = { lastTraceId: NO_ID, lastSpanId: NO_ID }
  let batch: RawLog[] = []
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
      for (const logStop of fieldStops(c, scopeStop, 0x12)) {
        report.received++
        c.startSpan(scopeFault)
        const log = readLog(c, logStop, resource, scope, window, hints)
        if (typeof log === 'string') report.refuse(log)
        else batch.push(log)
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
