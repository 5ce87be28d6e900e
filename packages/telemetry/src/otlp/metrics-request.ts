import type { Family } from '../metrics/family.ts'
import { keyValues, originOf, unixNanos, type Sender } from './resource.ts'

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
  const metrics = families.filter((family) => family.points.length > 0).map((family) => metric(family, time))
  const { resource, scope } = originOf(sender)
  return { resourceMetrics: [{ resource, scopeMetrics: [{ scope, metrics }] }] }
}

function metric(family: Family, { startMs, nowMs }: CountedTime): object {
  const head = { name: family.name, description: family.help }
  const timeUnixNano = unixNanos(nowMs)
  const counted = { startTimeUnixNano: unixNanos(startMs), timeUnixNano }
  if (family.type === 'histogram') {
    const dataPoints = family.points.map(({ labels, counts, sum, count }) => ({
      ...counted,
      attributes: keyValues(labels),
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
      attributes: keyValues(labels),
      asDouble: value,
    }))
  if (!isSum) return { ...head, gauge: { dataPoints } }
  return { ...head, sum: { aggregationTemporality: CUMULATIVE, isMonotonic: true, dataPoints } }
}
