import type { RawLog } from '@assay/contract/raw-log'
import { DecodeReport } from './decode-report.ts'
import type { Encoding } from './decode-traces.ts'
import { readJsonLogs } from './json/read-logs.ts'
import { MalformedRequest } from './malformed-request.ts'
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
  try {
    yield* encoding === 'json' ? readJsonLogs(body, window, report) : readProtobufLogs(body, window, report)
  } catch (error) {
    // The engine's bounds check: a read beyond the last byte.
    if (error instanceof RangeError) throw new MalformedRequest(`the ${encoding} body ends too early`)
    throw error
  }
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
