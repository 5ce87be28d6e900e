import type { DropReason } from '@assay/contract/drop-reason'
import type { MetricType, RawMetric, RawPoint } from '@assay/contract/raw-metric'
import type { RawResource, RawScope } from '@assay/contract/raw-span'
import { blankMetric, blankPoint, checkPoint } from '../check-point.ts'
import type { DecodeReport } from '../decode-report.ts'
import type { TimeWindow } from '../time-window.ts'
import type { JsonCursor } from './cursor.ts'
import { isSnakeKey, type JsonKey } from './known-keys.ts'
import { readPoint } from './read-point.ts'
import { readEnum } from './read-scalars.ts'

const TEMPORALITIES = ['UNSPECIFIED', 'DELTA', 'CUMULATIVE'].map((name) => `AGGREGATION_TEMPORALITY_${name}`)
const TYPES: Partial<Record<JsonKey, MetricType>> = {
  gauge: 'gauge',
  sum: 'sum',
  histogram: 'histogram',
  exponentialHistogram: 'exponential_histogram',
  summary: 'summary',
}

/** Points as they were read; what their metric says may stand behind them, so they are checked at its end. */
interface ReadPoint {
  point: RawPoint
  fault: DropReason | null
}

/** Reads the metric at the cursor into its sound points; the others are refused in the report. */
export function readMetric(
  c: JsonCursor,
  resource: RawResource,
  scope: RawScope,
  window: TimeWindow,
  report: DecodeReport,
): RawPoint[] {
  const metric = blankMetric(resource, scope)
  let read: ReadPoint[] = []
  if (c.isNull() || !c.openObject('a metric')) return []
  do {
    const key = c.key()
    if (c.isNull()) continue
    const type = TYPES[key]
    if (type !== undefined) {
      // Of several variants the last stands, as protobuf has it.
      Object.assign(metric, { type, temporality: 0, isMonotonic: false })
      read = readData(c, metric)
    } else if (key === 'name') metric.name = c.text(key)
    else if (key === 'description') metric.description = c.text(key)
    else if (key === 'unit') metric.unit = c.text(key)
    else {
      if (isSnakeKey(key)) c.sawSnakeCase = true
      c.skip()
    }
  } while (c.moreFields())
  report.received += read.length
  const points: RawPoint[] = []
  for (const { point, fault } of read) {
    const reason = fault ?? checkPoint(point, window)
    if (reason === null) points.push(point)
    else report.refuse(reason)
  }
  return points
}

function readData(c: JsonCursor, metric: RawMetric): ReadPoint[] {
  const read: ReadPoint[] = []
  if (!c.openObject('the data of a metric')) return read
  const hasTemporality = metric.type !== 'gauge' && metric.type !== 'summary'
  do {
    const key = c.key()
    if (c.isNull()) continue
    if (key === 'dataPoints') {
      if (!c.openList(key)) continue
      do {
        c.startSpan(null)
        const point = blankPoint(metric)
        if (!c.isNull()) readPoint(c, point)
        read.push({ point, fault: c.fault })
      } while (c.moreElements())
    } else if (key === 'aggregationTemporality' && hasTemporality)
      metric.temporality = readEnum(c, key, TEMPORALITIES)
    else if (key === 'isMonotonic' && metric.type === 'sum') metric.isMonotonic = c.bool(key)
    else {
      if (isSnakeKey(key)) c.sawSnakeCase = true
      c.skip()
    }
  } while (c.moreFields())
  return read
}
