import type { DropReason } from '@assay/contract/drop-reason'
import type { RawLog } from '@assay/contract/raw-log'
import type { RawResource, RawScope } from '@assay/contract/raw-span'
import { blankLog, checkLog } from '../check-log.ts'
import type { TimeWindow } from '../time-window.ts'
import type { ProtobufCursor } from './cursor.ts'
import { readAnyValue, readAttribute } from './read-any-value.ts'

/** What one record leaves for the next. */
export interface LogHints {
  lastTraceId: Uint8Array
  lastSpanId: Uint8Array
}

/** Reads the `LogRecord` that ends at `end`, or says why it is refused. A field of another wire type is an unknown one. */
export function readLog(
  c: ProtobufCursor,
  end: number,
  resource: RawResource,
  scope: RawScope,
  window: TimeWindow,
  hints: LogHints,
): RawLog | DropReason {
  const log = blankLog(resource, scope)
  while (c.pos < end) {
    const tag = c.uint32()
    switch (tag) {
      case 0x09:
        log.timeUnixNano = c.fixed64()
        break
      case 0x10:
        log.severityNumber = c.varint32()
        break
      case 0x1a:
        log.severityText = c.text(end)
        break
      case 0x2a:
        log.body = readAnyValue(c, c.delimited(end), 0)
        break
      case 0x32:
        readAttribute(c, end, log.attributes)
        break
      case 0x38:
        log.droppedAttributesCount = c.varint32()
        break
      case 0x45:
        log.flags = c.fixed32()
        break
      case 0x4a:
        log.traceId = c.id(end, 16, hints.lastTraceId)
        break
      case 0x52:
        log.spanId = c.id(end, 8, hints.lastSpanId)
        break
      case 0x59:
        log.observedTimeUnixNano = c.fixed64()
        break
      case 0x62:
        log.eventName = c.text(end)
        break
      default:
        c.skip(tag, end)
    }
  }
  c.expectEnd(end)
  const fault = c.fault ?? checkLog(log, window)
  if (fault !== null) return fault
  hints.lastTraceId = log.traceId
  hints.lastSpanId = log.spanId
  return log
}
