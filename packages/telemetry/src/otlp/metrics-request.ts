import type { Family, Labels } from '../metrics/family.ts'

/** Who sends: attributes of the resource. */
export interface Sender {
  version: string
  instanceId: string
}

/** When the counts began, and the instant for which they stand; Unix milliseconds. */
export interface CountedTime {
  startMs: number
  nowMs: number
}

/** Cumulative, in the numbers of the protocol. */
const CUMULATIVE = 2

/**
 * An `ExportMetricsServiceRequest` in OTLP/JSON: counters as monotonic cumulative sums, gauges, and histograms with
 * explicit bounds. Source: opentelemetry-proto, metrics/v1/metrics.proto.
 */
export function metricsRequest(families: readonly Family[], sender: Sender, time: CountedTime): object {
  const resource = attributes({
    'service.name': 'assay',
    'service.version': sender.version,
    'service.instance.id': sender.instanceId,
  })
  const metrics = families.filter((family) => family.points.length > 0).map((family) => metric(family, time))
  const scope = { name: 'assay', version: sender.version }
  return { resourceMetrics: [{ resource: { attributes: resource }, scopeMetrics: [{ scope, metrics }] }] }
}

function metric(family: Family, { startMs, nowMs }: CountedTime): object {
  const head = { name: family.name, description: family.help }
  const timeUnixNano = nanos(nowMs)
  const counted = { startTimeUnixNano: nanos(startMs), timeUnixNano }
  if (family.type === 'histogram') {
    const dataPoints = family.points.map(({ labels, counts, sum, count }) => ({
      ...counted,
      attributes: attributes(labels),
      count: String(count),
      sum,
      bucketCounts: counts.map(String),
      explicitBounds: family.bounds,
    }))
    return { ...head, histogram: { aggregationTemporality: CUMULATIVE, dataPoints } }
  }
  const isSum = family.type === 'counter'
  const dataPoints = family.points
    // JSON knows no NaN nor infinity.
    .filter(({ value }) => Number.isFinite(value))
    .map(({ labels, value }) => ({
      ...(isSum ? counted : { timeUnixNano }),
      attributes: attributes(labels),
      asDouble: value,
    }))
  if (!isSum) return { ...head, gauge: { dataPoints } }
  return { ...head, sum: { aggregationTemporality: CUMULATIVE, isMonotonic: true, dataPoints } }
}

const attributes = (labels: Labels) =>
  Object.entries(labels).map(([key, stringValue]) => ({ key, value: { stringValue } }))

const nanos = (unixMs: number) => String(BigInt(Math.round(unixMs)) * 1_000_000n)
