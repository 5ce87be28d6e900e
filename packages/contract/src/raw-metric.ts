import type { Attributes } from './any-value.ts'
import type { RawResource, RawScope } from './raw-span.ts'

/** Kinds of points, as OTLP has them. */
export const METRIC_TYPES = ['gauge', 'sum', 'histogram', 'exponential_histogram', 'summary'] as const
export type MetricType = (typeof METRIC_TYPES)[number]

/** What the points of one metric share; one object is shared by all of them, so encoders may cache by identity. */
export interface RawMetric {
  /** Never ''. */
  name: string
  description: string
  unit: string
  type: MetricType
  /** 0 unspecified, 1 delta, 2 cumulative. 0 for gauges and summaries. */
  temporality: number
  /** Of sums only: it never goes down but for a reset. */
  isMonotonic: boolean
  resource: RawResource
  scope: RawScope
}

/** A count of OTLP: a number where it is safe, a bigint otherwise, so that no digit is lost. */
export type Count = number | bigint

/** Buckets of one sign: the i-th count is that of bucket `offset + i`. */
export interface ExponentialBuckets {
  offset: number
  counts: readonly Count[]
}

/** One sampled observation; the ids lead to the span it was made in, and are empty where there was none. */
export interface RawExemplar {
  /** Unix time in nanoseconds. */
  timeUnixNano: bigint
  /** Integers beyond 2^53 are bigints. */
  value: number | bigint | null
  traceId: Uint8Array
  spanId: Uint8Array
  attributes: Attributes
}

/**
 * A decoded OTLP data point with a sound time. Both encodings of a payload decode to equal points. Fields that its
 * type does not have are null, 0 or empty.
 */
export interface RawPoint {
  metric: RawMetric
  attributes: Attributes
  /** Unix time in nanoseconds. */
  timeUnixNano: bigint
  /** Unix time in nanoseconds, never after the point's time; 0 where it is unknown. */
  startTimeUnixNano: bigint
  /** Bit 0: no value was recorded, the series ended or is away. */
  flags: number
  /** Of gauges and sums; null where no value was recorded. */
  value: number | null
  /** The same, exact, where it was sent as an integer. */
  intValue: number | bigint | null
  /** Of histograms and summaries: number and sum of the observations. */
  count: Count
  sum: number | null
  min: number | null
  max: number | null
  /** Of histograms: upper bounds, rising; `counts` has one more for what lies above the last, or both are empty. */
  bounds: readonly number[]
  counts: readonly Count[]
  /** Of exponential histograms: bucket i holds values above b^i up to b^(i+1), where b = 2^(2^-scale). */
  scale: number
  zeroCount: Count
  zeroThreshold: number
  positive: ExponentialBuckets
  negative: ExponentialBuckets
  /** Of summaries. */
  quantiles: readonly { quantile: number; value: number }[]
  exemplars: readonly RawExemplar[]
}
