import type { RawPoint } from '@assay/contract/raw-metric'
import { encodePoint } from '@assay/normalise/rows/encode-point'
import { decodeMetrics } from '../decode/decode-metrics.ts'
import { DecodeReport } from '../decode/decode-report.ts'
import { leaveOutOwn } from '../decode/leave-out-own.ts'
import type { Encoding } from '../decode/decode-traces.ts'
import type { ExportOutcome } from './export-response.ts'
import { receiveBatches } from './receive-batches.ts'
import type { LogPorts } from './receive-logs.ts'
import { RowFrames } from './row-frames.ts'
import { seriesId } from './series-id.ts'

/** What the pipeline of metrics needs of the packages behind it. */
export type MetricPorts = LogPorts

/**
 * Most bytes that the rows of one request take, four times the largest body: name, resource and scope are written with
 * each point, and a few bytes on the wire would otherwise fill the memory.
 */
const MAX_ROW_BYTES = 256 * 1024 ** 2

/**
 * Takes an `ExportMetricsServiceRequest`; when it resolves, every data point that is not counted as rejected is
 * durable. A point that cannot be read or encoded is refused by name and the others go on.
 *
 * @throws MalformedRequest for a body that cannot be read or holds another signal; what `append` throws.
 */
export async function receiveMetrics(
  body: Buffer,
  encoding: Encoding,
  projectId: string,
  ports: MetricPorts,
): Promise<ExportOutcome> {
  const report = new DecodeReport()
  const frames = new RowFrames<'metric_points'>(ports.buffers)
  const points = frames.open('metric_points', 2 * body.length + 4096)

  const encode = (batch: RawPoint[]) => {
    for (const point of batch) {
      if (frames.bytes > MAX_ROW_BYTES) {
        report.refuse('too_large')
        continue
      }
      try {
        encodePoint(points, point, seriesId(point), { projectId, version: ports.nextVersion() })
      } catch {
        report.refuse('bad_value')
        continue
      }
      frames.add('metric_points', 1)
      frames.cutWhenFull()
    }
    return batch
  }

  return receiveBatches(
    {
      signal: 'metrics',
      items: 'data points',
      projectId,
      report,
      batches: leaveOutOwn(
        decodeMetrics(body, encoding, ports.timeWindow(), report),
        ({ metric }) => metric.resource,
        ports.installationId,
        report,
      ),
      steps: [{ name: 'encode', run: encode }],
      frames: () => frames.finish(),
    },
    ports,
  )
}
