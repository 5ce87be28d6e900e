import type { RawLog } from '@assay/contract/raw-log'
import { decodeBatches } from './decode-batches.ts'
import { DecodeReport } from './decode-report.ts'
import type { Encoding } from './decode-traces.ts'
import { readJsonLogs } from './json/read-logs.ts'
import { readProtobufLogs } from './protobuf/read-logs.ts'
import type { TimeWindow } from './time-window.ts'

/**
 * Decodes an `ExportLogsServiceRequest` in batches, which may be empty. Refused records are counted in `report`
 * by reason.
 *
 * @throws MalformedRequest when the request as a whole cannot be read; batches given before it are void.
 */
export function* decodeLogs(
  body: Buffer,
  encoding: Encoding,
  window: TimeWindow,
  report: DecodeReport,
): Generator<RawLog[], void> {
  const read = encoding === 'json' ? readJsonLogs : readProtobufLogs
  yield* decodeBatches(read(body, window, report), { body, encoding, signal: 'logs', report })
}

/** Decodes a whole request at once; see `decodeLogs`. */
export function decodeAllLogs(
  body: Buffer,
  encoding: Encoding,
  window: TimeWindow,
): { logs: RawLog[]; report: DecodeReport } {
  const report = new DecodeReport()
  const logs: RawLog[] = []
  for (const batch of decodeLogs(body, encoding, window, report)) for (const log of batch) logs.push(log)
  return { logs, report }
}
