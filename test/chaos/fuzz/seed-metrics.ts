import type { Random } from '../random.ts'
import {
  attributes,
  ids,
  list,
  pastNs,
  resource,
  SCHEMA_URLS,
  text,
  TEXTS,
  type Json,
} from './seed-values.ts'

const NAMES = ['gen_ai.client.token.usage', 'vllm:num_requests_running', 'queue', '.', 'a/b', '\u0001', '🙂']
const UNITS = ['', 's', '{token}', '%']
const DOUBLES = [0, -0, 0.5, 1e-320, 1e308, -1e308, 123456789.125, -1, 42]
const COUNTS = ['0', '1', '7', '9007199254740993', '18446744073709551615']
const INTEGERS = ['0', '-1', '9223372036854775807', '-9223372036854775808', '9007199254740993']
const OFFSETS = [0, 1, -1, 1000, -2147483648, 2147483647]
const SCALES = [0, 3, 20, -10, -11, 2147483647, -2147483648]

/** A sound request of one to three metrics of any kind, each with some points. */
export function seedMetrics(random: Random, nowNs: bigint): Json {
  return {
    resourceMetrics: [
      {
        resource: resource(random),
        scopeMetrics: [
          {
            scope: { name: random.pick(['', 'meter']), version: '1' },
            metrics: Array.from({ length: random.int(1, 3) }, () => metric(random, nowNs)),
          },
        ],
        schemaUrl: random.pick(SCHEMA_URLS),
      },
    ],
  }
}

function metric(random: Random, nowNs: bigint): Json {
  const [kind, point] = random.pick(KINDS)
  const temporality =
    kind === 'gauge' || kind === 'summary' ? {} : { aggregationTemporality: random.int(0, 3) }
  return {
    name: random.chance(0.9) ? random.pick(NAMES) : random.pick(TEXTS),
    description: random.pick(TEXTS),
    unit: random.pick(UNITS),
    [kind]: {
      dataPoints: Array.from({ length: random.int(1, 3) }, () => ({
        ...common(random, nowNs),
        ...point(random),
      })),
      ...temporality,
      ...(kind === 'sum' ? { isMonotonic: random.chance(0.7) } : {}),
    },
  }
}

function common(random: Random, nowNs: bigint): { [key: string]: Json } {
  const time = pastNs(random, nowNs)
  return {
    timeUnixNano: String(time),
    startTimeUnixNano: String(random.pick([0n, time, time - 3_600_000_000_000n, time + 1n])),
    attributes: [text('route', random.pick(['/a', '/b', ''])), ...attributes(random, 2)],
    flags: random.pick([0, 0, 0, 1, 2]),
  }
}

const exemplars = (random: Random): Json[] =>
  list(random, 1, () => ({
    timeUnixNano: random.pick(['0', '1795167600000000000', '18446744073709551615']),
    ...value(random),
    ...(random.chance(0.5) ? ids(random) : { traceId: '', spanId: '' }),
    filteredAttributes: attributes(random, 1),
  }))

const value = (random: Random): { [key: string]: Json } =>
  random.chance(0.5) ? { asInt: random.pick(INTEGERS) } : { asDouble: random.pick(DOUBLES) }

const numberPoint = (random: Random) => ({ ...value(random), exemplars: exemplars(random) })

const summed = (random: Random) => ({
  count: random.pick(COUNTS),
  sum: random.pick(DOUBLES),
  ...(random.chance(0.5) ? { min: random.pick(DOUBLES), max: random.pick(DOUBLES) } : {}),
})

function histogramPoint(random: Random) {
  const bounds = random.pick([[], [1], [0.1, 1, 10], [-1e308, 0, 1e308]])
  const buckets = random.chance(0.1) ? random.int(0, 5) : bounds.length + 1
  return {
    ...summed(random),
    explicitBounds: bounds,
    bucketCounts: Array.from({ length: buckets }, () => random.pick(COUNTS)),
    exemplars: exemplars(random),
  }
}

const buckets = (random: Random) => ({
  offset: random.pick(OFFSETS),
  bucketCounts: list(random, 4, () => random.pick(COUNTS)),
})

const exponentialPoint = (random: Random) => ({
  ...summed(random),
  scale: random.pick(SCALES),
  zeroCount: random.pick(COUNTS),
  zeroThreshold: random.pick(DOUBLES),
  positive: buckets(random),
  negative: buckets(random),
  exemplars: exemplars(random),
})

const summaryPoint = (random: Random) => ({
  ...summed(random),
  quantileValues: list(random, 3, () => ({
    quantile: random.pick([0, 0.5, 1, 2]),
    value: random.pick(DOUBLES),
  })),
})

const KINDS = [
  ['gauge', numberPoint],
  ['sum', numberPoint],
  ['histogram', histogramPoint],
  ['exponentialHistogram', exponentialPoint],
  ['summary', summaryPoint],
] as const satisfies (readonly [string, (random: Random) => { [key: string]: Json }])[]
