import type { Count, ExponentialBuckets, MetricType, RawMetric, RawPoint } from '@assay/contract/raw-metric'
import { attributes, bytes, integer, list, text, type Decoded } from './map-decoded.ts'

const safe = (value: unknown): Count => {
  const exact = integer(value)
  return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact
}
const optional = (message: Decoded, field: string): number | null =>
  Object.hasOwn(message, field) && message[field] !== null ? Number(message[field]) : null
const VARIANTS: Record<string, MetricType> = {
  gauge: 'gauge',
  sum: 'sum',
  histogram: 'histogram',
  exponentialHistogram: 'exponential_histogram',
  summary: 'summary',
}

/** What the decoders should make of a request that protobufjs decoded, all of whose points are sound. */
export function mapMetrics(request: Decoded): RawPoint[] {
  return list(request['resourceMetrics']).flatMap((group) => {
    const resource = {
      attributes: attributes((group['resource'] as Decoded | null)?.['attributes']),
      schemaUrl: text(group['schemaUrl']),
    }
    return list(group['scopeMetrics']).flatMap((part) => {
      const own = (part['scope'] ?? {}) as Decoded
      const scope = {
        name: text(own['name']),
        version: text(own['version']),
        attributes: attributes(own['attributes']),
        schemaUrl: text(part['schemaUrl']),
      }
      return list(part['metrics']).flatMap((metric) => mapMetric(metric, resource, scope))
    })
  })
}

function mapMetric(metric: Decoded, resource: RawMetric['resource'], scope: RawMetric['scope']): RawPoint[] {
  const variant = metric['data']
  if (typeof variant !== 'string') return []
  const data = metric[variant] as Decoded
  const temporality = Number(data['aggregationTemporality'] ?? 0)
  const mapped: RawMetric = {
    name: text(metric['name']),
    description: text(metric['description']),
    unit: text(metric['unit']),
    type: VARIANTS[variant] ?? 'gauge',
    temporality: temporality > 2 ? 0 : temporality,
    isMonotonic: data['isMonotonic'] === true,
    resource,
    scope,
  }
  return list(data['dataPoints']).map((point) => mapPoint(point, mapped))
}

function mapPoint(point: Decoded, metric: RawMetric): RawPoint {
  const start = integer(point['startTimeUnixNano'])
  const time = integer(point['timeUnixNano'])
  const flags = Number(point['flags'] ?? 0)
  const kind = (flags & 1) === 1 ? undefined : point['value']
  const isExponential = metric.type === 'exponential_histogram'
  return {
    metric,
    attributes: attributes(point['attributes']),
    timeUnixNano: time,
    startTimeUnixNano: start > time ? 0n : start,
    flags,
    value: typeof kind === 'string' ? Number(kind === 'asInt' ? integer(point[kind]) : point[kind]) : null,
    intValue: kind === 'asInt' ? safe(point[kind]) : null,
    count: safe(point['count']),
    sum: metric.type === 'summary' ? Number(point['sum'] ?? 0) : optional(point, 'sum'),
    min: optional(point, 'min'),
    max: optional(point, 'max'),
    bounds: list(point['explicitBounds']).map(Number),
    counts: list(point['bucketCounts']).map(safe),
    scale: Number(point['scale'] ?? 0),
    zeroCount: safe(point['zeroCount']),
    zeroThreshold: isExponential ? Number(point['zeroThreshold'] ?? 0) : 0,
    positive: buckets(point['positive']),
    negative: buckets(point['negative']),
    quantiles: list(point['quantileValues']).map((read) => ({
      quantile: Number(read['quantile']),
      value: Number(read['value']),
    })),
    exemplars: list(point['exemplars']).map((exemplar) => ({
      timeUnixNano: integer(exemplar['timeUnixNano']),
      value: exemplar['value'] === 'asInt' ? safe(exemplar['asInt']) : Number(exemplar['asDouble']),
      traceId: bytes(exemplar['traceId']),
      spanId: bytes(exemplar['spanId']),
      attributes: attributes(exemplar['filteredAttributes']),
    })),
  }
}

function buckets(value: unknown): ExponentialBuckets {
  const message = (value ?? {}) as Decoded
  return { offset: Number(message['offset'] ?? 0), counts: list(message['bucketCounts']).map(safe) }
}
