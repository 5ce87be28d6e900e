import type { DropReason } from '@assay/contract/drop-reason'
import type { RawExemplar, RawMetric, RawPoint } from '@assay/contract/raw-metric'
import { appended, blankExemplar, blankPoint, checkPoint, toCount, toInteger } from '../check-point.ts'
import { NO_ID } from '../check-span.ts'
import type { TimeWindow } from '../time-window.ts'
import type { ProtobufCursor } from './cursor.ts'
import { readAttribute } from './read-any-value.ts'
import { readBuckets, counts64, doubles, sint32 } from './read-repeated.ts'

type Field = (c: ProtobufCursor, end: number, point: RawPoint) => void
type Fields = ReadonlyMap<number, Field>

const start: Field = (c, _end, point) => (point.startTimeUnixNano = c.fixed64())
const time: Field = (c, _end, point) => (point.timeUnixNano = c.fixed64())
const attributes: Field = (c, end, point) => readAttribute(c, end, point.attributes)
const flags: Field = (c, _end, point) => (point.flags = c.varint32())
const count: Field = (c, _end, point) => (point.count = toCount(c.fixed64()))
const sum: Field = (c, _end, point) => (point.sum = c.double())
const min: Field = (c, _end, point) => (point.min = c.double())
const max: Field = (c, _end, point) => (point.max = c.double())
const exemplar: Field = (c, end, point) => {
  const stop = c.delimited(end)
  const read = readExemplar(c, stop)
  if (c.countNode()) point.exemplars = appended(point.exemplars, read)
}
const asDouble: Field = (c, _end, point) => {
  point.value = c.double()
  point.intValue = null
}
const asInt: Field = (c, _end, point) => {
  point.intValue = toInteger(BigInt.asIntN(64, c.fixed64()))
  point.value = Number(point.intValue)
}
const quantile: Field = (c, end, point) => {
  const stop = c.delimited(end)
  const read = { quantile: 0, value: 0 }
  while (c.pos < stop) {
    const tag = c.uint32()
    if (tag === 0x09) read.quantile = c.double()
    else if (tag === 0x11) read.value = c.double()
    else c.skip(tag, stop)
  }
  c.expectEnd(stop)
  if (c.countNode()) point.quantiles = appended(point.quantiles, read)
}

// Fields by tag, from opentelemetry/proto/metrics/v1/metrics.proto; repeated numbers come packed or one by one.
const SHARED: [number, Field][] = [
  [0x11, start],
  [0x19, time],
]
const NUMBER: Fields = new Map([
  ...SHARED,
  [0x21, asDouble],
  [0x2a, exemplar],
  [0x31, asInt],
  [0x3a, attributes],
  [0x40, flags],
])
const HISTOGRAM: Fields = new Map<number, Field>([
  ...SHARED,
  [0x21, count],
  [0x29, sum],
  [0x31, (c, _end, point) => (point.counts = counts64(c, c.pos + 8, point.counts))],
  [0x32, (c, end, point) => (point.counts = counts64(c, c.delimited(end), point.counts))],
  [0x39, (c, _end, point) => (point.bounds = doubles(c, c.pos + 8, point.bounds))],
  [0x3a, (c, end, point) => (point.bounds = doubles(c, c.delimited(end), point.bounds))],
  [0x42, exemplar],
  [0x4a, attributes],
  [0x50, flags],
  [0x59, min],
  [0x61, max],
])
const EXPONENTIAL: Fields = new Map<number, Field>([
  ...SHARED,
  [0x0a, attributes],
  [0x21, count],
  [0x29, sum],
  [0x30, (c, _end, point) => (point.scale = sint32(c))],
  [0x39, (c, _end, point) => (point.zeroCount = toCount(c.fixed64()))],
  [0x42, (c, end, point) => (point.positive = readBuckets(c, c.delimited(end), point.positive))],
  [0x4a, (c, end, point) => (point.negative = readBuckets(c, c.delimited(end), point.negative))],
  [0x50, flags],
  [0x5a, exemplar],
  [0x61, min],
  [0x69, max],
  [0x71, (c, _end, point) => (point.zeroThreshold = c.double())],
])
const SUMMARY: Fields = new Map([
  ...SHARED,
  [0x21, count],
  [0x29, sum],
  [0x32, quantile],
  [0x3a, attributes],
  [0x40, flags],
])
const FIELDS: Record<RawMetric['type'], Fields> = {
  gauge: NUMBER,
  sum: NUMBER,
  histogram: HISTOGRAM,
  exponential_histogram: EXPONENTIAL,
  summary: SUMMARY,
}

/** Reads the data point that ends at `end`, or says why it is refused. A field of another wire type is an unknown one. */
export function readPoint(
  c: ProtobufCursor,
  end: number,
  metric: RawMetric,
  window: TimeWindow,
): RawPoint | DropReason {
  const point = blankPoint(metric)
  const fields = FIELDS[metric.type]
  // A summary always has a sum; the field is left out where it is 0.
  if (metric.type === 'summary') point.sum = 0
  while (c.pos < end) {
    const tag = c.uint32()
    const read = fields.get(tag)
    if (read === undefined) c.skip(tag, end)
    else read(c, end, point)
  }
  c.expectEnd(end)
  return c.fault ?? checkPoint(point, window) ?? point
}

function readExemplar(c: ProtobufCursor, end: number): RawExemplar {
  const exemplar = blankExemplar()
  while (c.pos < end) {
    const tag = c.uint32()
    if (tag === 0x11) exemplar.timeUnixNano = c.fixed64()
    else if (tag === 0x19) exemplar.value = c.double()
    else if (tag === 0x22) exemplar.spanId = c.id(end, 8, NO_ID)
    else if (tag === 0x2a) exemplar.traceId = c.id(end, 16, NO_ID)
    else if (tag === 0x31) exemplar.value = toInteger(BigInt.asIntN(64, c.fixed64()))
    else if (tag === 0x3a) readAttribute(c, end, exemplar.attributes)
    else c.skip(tag, end)
  }
  c.expectEnd(end)
  return exemplar
}
