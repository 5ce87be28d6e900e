import type { RawSpan } from '@assay/contract/raw-span'
import { decodeBatches } from './decode-batches.ts'
import { DecodeReport } from './decode-report.ts'
import { readJsonTraces } from './json/read-traces.ts'
import { readProtobufTraces } from './protobuf/read-traces.ts'
import type { TimeWindow } from './time-window.ts'

/** The two encodings of OTLP/HTTP. */
export type Encoding = 'protobuf' | 'json'

/**
 * Decodes an `ExportTraceServiceRequest` in batches, so that a large request need not be in memory twice and its
 * reader can let others run in between. A batch may be empty. Refused spans are counted in `report` by reason.
 *
 * @throws MalformedRequest when the request as a whole cannot be read; batches given before it are void.
 */
export function* decodeTraces(
  body: Buffer,
  encoding: Encoding,
  window: TimeWindow,
  report: DecodeReport,
): Generator<RawSpan[], void> {
  const read = encoding === 'json' ? readJsonTraces : readProtobufTraces
  yield* decodeBatches(read(body, window, report), { body, encoding, signal: 'traces', report })
}

/** Decodes a whole request at once; see `decodeTraces`. */
export function decodeAllTraces(
  body: Buffer,
  encoding: Encoding,
  window: TimeWindow,
): { spans: RawSpan[]; report: DecodeReport } {
  const report = new DecodeReport()
  const spans: RawSpan[] = []
  for (const batch of decodeTraces(body, encoding, window, report)) for (const span of batch) spans.push(span)
  return { spans, report }
}
