import type { DropReason } from '@assay/contract/drop-reason'
import type { DecodeReport } from '../decode/decode-report.ts'

const WHY: Record<DropReason, string> = {
  bad_ids: 'trace id, span id or parent id is missing, zero or of the wrong length',
  bad_timestamp: 'a time is missing or lies outside the accepted times; nanoseconds since 1970 are expected',
  too_deep: 'an attribute is nested too deep',
  too_large: 'it has too many attributes, events or links',
  bad_value: 'a value cannot be represented',
  own_telemetry: 'Assay does not take its own telemetry; send it to another place',
}

/**
 * What the sender is told: how many items were refused for which reasons, and the decoder's hint; '' for nothing.
 *
 * @param items What the signal consists of, in the plural.
 */
export function describeReport(report: DecodeReport, items: string): string {
  const parts = [...report.refused].map(([reason, count]) => `${count} ${reason} (${WHY[reason]})`)
  const refused = `${report.refusedCount()} of ${report.received} ${items} refused: ${parts.join(', ')}`
  return [parts.length > 0 ? refused : '', report.warning ?? ''].filter((part) => part !== '').join('; ')
}
