import type { RawPoint } from '@assay/contract/raw-metric'
import { decodeBatches } from './decode-batches.ts'
import { DecodeReport } from './decode-report.ts'
import type { Encoding } from './decode-traces.ts'
import { readJsonMetrics } from './json/read-metrics.ts'
import { readProtobufMetrics } from './protobuf/read-metrics.ts'
import type { TimeWindow } from './time-window.ts'

/**
 * Decodes an `ExportMetricsServiceRequest` into its data points, in batches, which may be empty. Refused points are
 * counted in `report` by reason.
 *
 * @throws MalformedRequest when the request as a whole cannot be read; batches given before it are void.
 */
export function* decodeMetrics(
  body: Buffer,
  encoding: Encoding,
  window: TimeWindow,
  report: DecodeReport,
): Generator<RawPoint[], void> {
  const read = encoding === 'json' ? readJsonMetrics : readProtobufMetrics
  yield* decodeBatches(read(body, window, report), { body, encoding, signal: 'metrics', report })
}

/** Decodes a whole request at once; see `decodeMetrics`. */
export function decodeAllMetrics(
  body: Buffer,
  encoding: Encoding,
  window: TimeWindow,
): { points: RawPoint[]; report: DecodeReport } {
  const report = new DecodeReport()
  const points: RawPoint[] = []
  for (const batch of decodeMetrics(body, encoding, window, report))
    for (const point of batch) points.push(point)
  return { points, report }
}
