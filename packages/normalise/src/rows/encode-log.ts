import type { RawLog } from '@assay/contract/raw-log'
import { resourceText, scopeText } from './content-json.ts'
import type { RowContext } from './encode-span.ts'
import { writeAnyValue, writeAttributes } from './json-attributes.ts'
import type { RowWriter } from './row-writer.ts'

/**
 * Writes one log record as a row of `logs`, values in the order of LOGS_COLUMNS; times as nanoseconds.
 *
 * @param id 16 bytes that are equal for records that say the same.
 * @throws RangeError when a value nests too deep to be written; the writer then stands where it stood before.
 */
export function encodeLog(out: RowWriter, log: RawLog, id: Uint8Array, context: RowContext): void {
  const mark = out.length
  try {
    out.string(context.projectId)
    out.fixed(log.traceId)
    out.fixed(log.spanId)
    out.string(log.eventName)
    out.int64(log.timeUnixNano)
    out.fixed(id)
    out.int64(log.observedTimeUnixNano)
    out.uint8(log.severityNumber)
    out.string(log.severityText)
    const service = log.resource.attributes.get('service.name')
    out.string(typeof service === 'string' ? service : '')
    let text = out.beginString(100)
    if (log.body !== null) writeAnyValue(out, log.body)
    out.endString(text, 100)
    text = out.beginString(200)
    writeAttributes(out, log.attributes)
    out.endString(text, 200)
    out.uint32(log.droppedAttributesCount)
    out.uint32(log.flags)
    out.stringBytes(resourceText(log.resource))
    out.stringBytes(scopeText(log.scope))
    out.uint64(context.version)
  } catch (cause) {
    out.truncate(mark)
    throw cause
  }
}
