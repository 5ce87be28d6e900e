import type { MetricType, RawMetric, RawPoint } from '@assay/contract/raw-metric'
import type { RawResource, RawScope } from '@assay/contract/raw-span'
import { blankMetric } from '../check-point.ts'
import type { DecodeReport } from '../decode-report.ts'
import type { TimeWindow } from '../time-window.ts'
import { ProtobufCursor } from './cursor.ts'
import { fieldStops, readResource, readScope } from './read-origin.ts'
import { readPoint } from './read-point.ts'

/** The variants of a metric's data by tag. */
const TYPES = new Map<number, MetricType>([
  [0x2a, 'gauge'],
  [0x3a, 'sum'],
  [0x4a, 'histogram'],
  [0x52, 'exponential_histogram'],
  [0x5a, 'summary'],
])

/**
 * Reads an `ExportMetricsServiceRequest` field by field, a batch of points at a time; the last batch may be short.
 *
 * @throws MalformedRequest or RangeError when the bytes are no protobuf message of this shape.
 */
export function* readProtobufMetrics(
  body: Buffer,
  window: TimeWindow,
  report: DecodeReport,
): Generator<RawPoint[], void> {
  const c = new ProtobufCursor(body)
  let batch: RawPoint[] = []
  for (const resourceStop of fieldStops(c, body.length, 0x0a)) {
    const resourceStart = c.pos
    const resource = readResource(c, resourceStop)
    const resourceFault = c.fault
    c.pos = resourceStart
    for (const scopeStop of fieldStops(c, resourceStop, 0x12)) {
      const scopeStart = c.pos
      c.startSpan(resourceFault)
      const scope = readScope(c, scopeStop)
      const scopeFault = c.fault
      c.pos = scopeStart
      for (const pointStop of pointStops(c, scopeStop, resource, scope)) {
        report.received++
        c.startSpan(scopeFault)
        const point = readPoint(c, pointStop.end, pointStop.metric, window)
        if (typeof point === 'string') report.refuse(point)
        else batch.push(point)
        if (!c.endsBatch(batch.length)) continue
        yield batch
        batch = []
      }
      // Many that are empty take time too.
      if (!c.endsBatch(batch.length)) continue
      yield batch
      batch = []
    }
    if (!c.endsBatch(batch.length)) continue
    yield batch
    batch = []
  }
  yield batch
}

/** Stops at each data point of the `ScopeMetrics` that ends at `end`. */
function* pointStops(
  c: ProtobufCursor,
  end: number,
  resource: RawResource,
  scope: RawScope,
): Generator<{ end: number; metric: RawMetric }, void> {
  for (const metricStop of fieldStops(c, end, 0x12)) {
    const metricStart = c.pos
    const metric = blankMetric(resource, scope)
    const dataTag = readHead(c, metricStop, metric)
    if (dataTag === 0) continue
    c.pos = metricStart
    for (const dataStop of fieldStops(c, metricStop, dataTag))
      for (const stop of fieldStops(c, dataStop, 0x0a)) yield { end: stop, metric }
  }
}

/** Reads all of a metric but its points, which may stand before it; gives the tag of its data, 0 for none. */
function readHead(c: ProtobufCursor, end: number, metric: RawMetric): number {
  let dataTag = 0
  while (c.pos < end) {
    const tag = c.uint32()
    const type = TYPES.get(tag)
    if (type !== undefined) {
      // Of several variants the last stands, as protobuf has it.
      if (tag !== dataTag) Object.assign(metric, { type, temporality: 0, isMonotonic: false })
      dataTag = tag
      readData(c, c.delimited(end), metric)
    } else if (tag === 0x0a) metric.name = c.text(end)
    else if (tag === 0x12) metric.description = c.text(end)
    else if (tag === 0x1a) metric.unit = c.text(end)
    else c.skip(tag, end)
  }
  c.expectEnd(end)
  return dataTag
}

function readData(c: ProtobufCursor, end: number, metric: RawMetric): void {
  const hasTemporality = metric.type !== 'gauge' && metric.type !== 'summary'
  while (c.pos < end) {
    const tag = c.uint32()
    if (tag === 0x10 && hasTemporality) {
      const temporality = c.varint32()
      metric.temporality = temporality > 2 ? 0 : temporality
    } else if (tag === 0x18 && metric.type === 'sum') metric.isMonotonic = c.varint32() !== 0
    else c.skip(tag, end)
  }
  c.expectEnd(end)
}
