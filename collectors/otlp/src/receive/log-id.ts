import { createHash } from 'node:crypto'
import type { RawLog } from '@assay/contract/raw-log'
import { resourceText, scopeText } from '@assay/normalise/rows/content-json'
import { writeAnyValue, writeAttributes } from '@assay/normalise/rows/json-attributes'
import { RowWriter } from '@assay/normalise/rows/row-writer'

const said = new RowWriter(4096)

/**
 * 16 bytes that are equal for records that say the same: sent twice, or in another encoding. The observed time is
 * left out, since a collector on the way may set it anew.
 *
 * @throws RangeError when a value nests too deep to be written.
 */
export function logId(log: RawLog): Uint8Array {
  said.truncate(0)
  said.fixed(log.traceId)
  said.fixed(log.spanId)
  said.uint64(log.timeUnixNano)
  said.uint8(log.severityNumber)
  said.string(log.severityText)
  said.string(log.eventName)
  writeAnyValue(said, log.body)
  said.uint8(0)
  writeAttributes(said, log.attributes)
  const hash = createHash('sha256').update(resourceText(log.resource)).update(scopeText(log.scope))
  return new Uint8Array(hash.update(said.written()).digest().subarray(0, 16))
}
