import type { AnyValue, Attributes } from '@assay/contract/any-value'
import type { Count, RawExemplar, RawPoint } from '@assay/contract/raw-metric'
import type { RawResource } from '@assay/contract/raw-span'
import { scopeText } from './content-json.ts'
import type { RowContext } from './encode-span.ts'
import { toJson, writeAttributes } from './json-attributes.ts'
import type { RowWriter } from './row-writer.ts'

/** Attributes as a map of texts to group and filter by: texts as they are, all else as JSON. */
function toTexts(attributes: Attributes): (readonly [string, string])[] {
  return [...attributes].map(([key, value]) => [key, text(value)])
}

function text(value: AnyValue): string {
  if (typeof value === 'string') return value
  const json = toJson(value)
  return typeof json === 'string' ? json : JSON.stringify(json)
}

interface ResourceTexts {
  service: string
  attributes: (readonly [string, string])[]
}

const resources = new WeakMap<RawResource, ResourceTexts>()

function resourceTexts(resource: RawResource): ResourceTexts {
  let known = resources.get(resource)
  if (known === undefined) {
    const service = resource.attributes.get('service.name')
    known = { service: typeof service === 'string' ? service : '', attributes: toTexts(resource.attributes) }
    resources.set(resource, known)
  }
  return known
}

const doubles = (out: RowWriter, values: readonly number[]): void => {
  out.varuint(values.length)
  for (const value of values) out.float64(value)
}
const counts = (out: RowWriter, values: readonly Count[]): void => {
  out.varuint(values.length)
  for (const value of values) out.uint64(value)
}
const int32 = (out: RowWriter, value: number): void => out.uint32(value >>> 0)
const hex = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')

/** Exemplars as a JSON list with exact integers, '' for none. */
function writeExemplars(out: RowWriter, exemplars: readonly RawExemplar[]): void {
  if (exemplars.length === 0) return
  out.ascii('[')
  for (const [i, exemplar] of exemplars.entries()) {
    const { value } = exemplar
    const isText = typeof value === 'number' && !Number.isFinite(value)
    out.ascii(`${i === 0 ? '' : ','}{"t":"${exemplar.timeUnixNano}","v":${isText ? `"${value}"` : value}`)
    if (exemplar.traceId.length > 0) out.ascii(`,"trace":"${hex(exemplar.traceId)}"`)
    if (exemplar.spanId.length > 0) out.ascii(`,"span":"${hex(exemplar.spanId)}"`)
    out.ascii(',"a":')
    writeAttributes(out, exemplar.attributes)
    out.ascii('}')
  }
  out.ascii(']')
}

/**
 * Writes one data point as a row of `metric_points`, values in the order of METRIC_POINTS_COLUMNS; times as nanoseconds.
 *
 * @param series 16 bytes that tell the point's series from all others.
 * @throws RangeError when an attribute nests too deep to be written; the writer then stands where it stood before.
 */
export function encodePoint(out: RowWriter, point: RawPoint, series: Uint8Array, context: RowContext): void {
  const mark = out.length
  try {
    writePoint(out, point, series, context)
  } catch (cause) {
    out.truncate(mark)
    throw cause
  }
}

function writePoint(out: RowWriter, point: RawPoint, series: Uint8Array, context: RowContext): void {
  const { metric } = point
  const resource = resourceTexts(metric.resource)
  out.string(context.projectId)
  out.string(metric.name)
  out.fixed(series)
  out.int64(point.timeUnixNano)
  out.int64(point.startTimeUnixNano)
  out.string(metric.type)
  out.string(metric.unit)
  out.string(metric.description)
  out.uint8(metric.temporality)
  out.uint8(metric.isMonotonic ? 1 : 0)
  out.string(resource.service)
  out.stringMap(toTexts(point.attributes))
  out.stringMap(resource.attributes)
  out.stringBytes(scopeText(metric.scope))
  out.uint32(point.flags)
  out.nullableFloat64(point.value)
  out.uint8(point.intValue === null ? 1 : 0)
  if (point.intValue !== null) out.int64(BigInt(point.intValue))
  out.uint64(point.count)
  out.nullableFloat64(point.sum)
  out.nullableFloat64(point.min)
  out.nullableFloat64(point.max)
  doubles(out, point.bounds)
  counts(out, point.counts)
  int32(out, point.scale)
  out.uint64(point.zeroCount)
  out.float64(point.zeroThreshold)
  int32(out, point.positive.offset)
  counts(out, point.positive.counts)
  int32(out, point.negative.offset)
  counts(out, point.negative.counts)
  out.varuint(point.quantiles.length)
  for (const { quantile } of point.quantiles) out.float64(quantile)
  out.varuint(point.quantiles.length)
  for (const { value } of point.quantiles) out.float64(value)
  const list = out.beginString(0)
  writeExemplars(out, point.exemplars)
  out.endString(list, 0)
  out.uint64(context.version)
}
