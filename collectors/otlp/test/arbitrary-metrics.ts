import fc from 'fast-check'
import { attributes, double, id, int64, nanoseconds, wellFormed } from './arbitrary-request.ts'

const uint64 = fc
  .oneof(fc.nat({ max: 300 }), fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }))
  .map((value) => String(value))
const int32 = fc.oneof(fc.integer({ min: -20, max: 20 }), fc.integer())
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => (value === 0 ? 0 : value))
const flags = fc.constantFrom(0, 0, 0, 1, 2)
const number = fc.oneof(
  double.map((asDouble) => ({ asDouble })),
  int64.map((asInt) => ({ asInt })),
)
const exemplars = fc.array(
  fc
    .tuple(
      fc.record(
        { filteredAttributes: attributes, timeUnixNano: nanoseconds, spanId: id(8), traceId: id(16) },
        { requiredKeys: [] },
      ),
      number,
    )
    .map(([exemplar, value]) => ({ ...exemplar, ...value })),
  { maxLength: 2 },
)
const shared = { attributes, startTimeUnixNano: nanoseconds, timeUnixNano: nanoseconds, flags }
const numberPoint = fc
  .tuple(fc.record({ ...shared, exemplars }, { requiredKeys: ['timeUnixNano'] }), number)
  .map(([point, value]) => ({ ...point, ...value }))
const stats = { count: uint64, sum: double, min: double, max: double }

const buckets = fc
  .uniqueArray(finite, { maxLength: 6 })
  .chain((bounds) =>
    fc
      .array(uint64, { minLength: bounds.length + 1, maxLength: bounds.length + 1 })
      .map((bucketCounts) => ({ explicitBounds: bounds.sort((a, b) => a - b), bucketCounts })),
  )
const histogramPoint = fc
  .tuple(
    fc.record({ ...shared, ...stats, exemplars }, { requiredKeys: ['timeUnixNano'] }),
    fc.option(buckets, { nil: {} }),
  )
  .map(([point, own]) => ({ ...point, ...own }))
const exponentialBuckets = fc.record({ offset: int32, bucketCounts: fc.array(uint64, { maxLength: 6 }) })
const exponentialPoint = fc.record(
  {
    ...shared,
    ...stats,
    exemplars,
    scale: int32,
    zeroCount: uint64,
    zeroThreshold: double,
    positive: exponentialBuckets,
    negative: exponentialBuckets,
  },
  { requiredKeys: ['timeUnixNano'] },
)
const summaryPoint = fc.record(
  {
    ...shared,
    count: uint64,
    sum: double,
    quantileValues: fc.array(fc.record({ quantile: double, value: double }), { maxLength: 3 }),
  },
  { requiredKeys: ['timeUnixNano'] },
)
const aggregationTemporality = fc.integer({ min: 0, max: 3 })
const points = <T>(point: fc.Arbitrary<T>) => fc.array(point, { maxLength: 4 })
const data = fc.oneof(
  fc.record({ dataPoints: points(numberPoint) }).map((gauge) => ({ gauge })),
  fc
    .record({ dataPoints: points(numberPoint), aggregationTemporality, isMonotonic: fc.boolean() })
    .map((sum) => ({ sum })),
  fc
    .record({ dataPoints: points(histogramPoint), aggregationTemporality })
    .map((histogram) => ({ histogram })),
  fc
    .record({ dataPoints: points(exponentialPoint), aggregationTemporality })
    .map((exponentialHistogram) => ({ exponentialHistogram })),
  fc.record({ dataPoints: points(summaryPoint) }).map((summary) => ({ summary })),
  fc.constant({}),
)
const metric = fc
  .tuple(
    fc.record({ name: wellFormed.map((name) => `m${name}`), description: wellFormed, unit: wellFormed }),
    data,
  )
  .map(([head, own]) => ({ ...head, ...own }))

/** Requests in the shape of OTLP/JSON, all of whose points are sound; see `arbitraryRequest`. */
export const arbitraryMetrics = fc.record({
  resourceMetrics: fc.array(
    fc.record({
      resource: fc.record({ attributes }),
      scopeMetrics: fc.array(
        fc.record({
          scope: fc.record({ name: wellFormed, version: wellFormed, attributes }),
          metrics: fc.array(metric, { maxLength: 3 }),
          schemaUrl: wellFormed,
        }),
        { maxLength: 2 },
      ),
      schemaUrl: wellFormed,
    }),
    { maxLength: 2 },
  ),
})
