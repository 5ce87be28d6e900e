import type { LogRow } from '@assay/contract/api/log'
import { decodeAnyValue, decodeAttributes, toJson } from '@assay/normalise/rows/json-attributes'
import type { StoredLogRow } from '@assay/store/clickhouse/queries/get-trace-logs'
import { toInstant } from './to-instant.ts'
import { attributesToJson } from './to-json.ts'

/** A stored log record as the API shows it; keys without a value are left out. */
export function toLogRow(log: StoredLogRow): LogRow {
  const row: LogRow = {
    time: toInstant(log.timeUnixNano),
    body: toJson(decodeAnyValue(log.body)),
    attributes: attributesToJson(decodeAttributes(log.attributes)),
  }
  if (log.spanId !== '') row.spanId = log.spanId
  if (log.name !== '') row.name = log.name
  if (log.severity !== 0) row.severity = log.severity
  if (log.severityText !== '') row.severityText = log.severityText
  if (log.service !== '') row.service = log.service
  return row
}
