import type { DropReason } from '@assay/contract/drop-reason'
import type { RawLog } from '@assay/contract/raw-log'
import type { RawResource, RawScope } from '@assay/contract/raw-span'
import { blankLog, checkLog } from '../check-log.ts'
import type { TimeWindow } from '../time-window.ts'
import type { JsonCursor } from './cursor.ts'
import { isSnakeKey } from './known-keys.ts'
import { readAnyValue, readAttributes } from './read-any-value.ts'
import { readEnum, readHexId, readNanoseconds, readUint32 } from './read-scalars.ts'

const SEVERITIES = [
  'SEVERITY_NUMBER_UNSPECIFIED',
  ...['TRACE', 'DEBUG', 'INFO', 'WARN', 'ERROR', 'FATAL'].flatMap((name) =>
    ['', '2', '3', '4'].map((step) => `SEVERITY_NUMBER_${name}${step}`),
  ),
]

/** Reads the log record at the cursor, or says why it is refused. */
export function readLog(
  c: JsonCursor,
  resource: RawResource,
  scope: RawScope,
  window: TimeWindow,
): RawLog | DropReason {
  const log = blankLog(resource, scope)
  if (!c.openObject('a log record')) return 'bad_timestamp'
  do {
    const key = c.key()
    if (c.isNull()) continue
    switch (key) {
      case 'timeUnixNano':
        log.timeUnixNano = readNanoseconds(c, key)
        break
      case 'observedTimeUnixNano':
        log.observedTimeUnixNano = readNanoseconds(c, key)
        break
      case 'severityNumber':
        log.severityNumber = readEnum(c, key, SEVERITIES)
        break
      case 'severityText':
        log.severityText = c.text(key)
        break
      case 'eventName':
        log.eventName = c.text(key)
        break
      case 'body':
        log.body = readAnyValue(c, 0)
        break
      case 'attributes':
        readAttributes(c, log.attributes)
        break
      case 'droppedAttributesCount':
        log.droppedAttributesCount = readUint32(c, key)
        break
      case 'flags':
        log.flags = readUint32(c, key)
        break
      case 'traceId':
        log.traceId = readHexId(c, key, 16)
        break
      case 'spanId':
        log.spanId = readHexId(c, key, 8)
        break
      default:
        if (isSnakeKey(key)) c.sawSnakeCase = true
        c.skip()
    }
  } while (c.moreFields())
  return c.fault ?? checkLog(log, window) ?? log
}
