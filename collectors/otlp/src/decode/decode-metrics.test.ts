import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { arbitraryMetrics } from '../../test/arbitrary-metrics.ts'
import { toOtlpJson } from '../../test/arbitrary-request.ts'
import { mapMetrics } from '../../test/map-metrics.ts'
import { encodeMetricsRequest, MetricsType } from '../../test/metrics-oracle.ts'
import { mulberry32, mutate } from '../../test/mutate.ts'
import { decodeAllMetrics } from './decode-metrics.ts'
import type { Encoding } from './decode-traces.ts'
import { MalformedRequest } from './malformed-request.ts'

const WINDOW = { from: 946_684_800_000_000_000n, to: 1_900_000_000_000_000_000n }
const TIME = '1795167600000000000'

/** Plain data, so that Buffer and Uint8Array, and shared and copied metrics, compare by content. */
const plain = (value: unknown) => structuredClone(value)

describe('differential', { timeout: 60_000 }, () => {
  it('a protobuf request decodes to what protobufjs reads in it', () => {
    fc.assert(
      fc.property(arbitraryMetrics, (request) => {
        const body = encodeMetricsRequest(request)
        const { points, report } = decodeAllMetrics(body, 'protobuf', WINDOW)
        const expected = mapMetrics(MetricsType.decode(body))
        expect(plain(points)).toEqual(plain(expected))
        expect(report.received).toBe(expected.length)
      }),
      { numRuns: 300 },
    )
  })

  it('protobuf and JSON of one request decode to equal points, however the JSON is written', () => {
    fc.assert(
      fc.property(arbitraryMetrics, fc.integer({ min: 0, max: 15 }), (request, style) => {
        const fromProtobuf = decodeAllMetrics(encodeMetricsRequest(request), 'protobuf', WINDOW)
        const fromJson = decodeAllMetrics(toOtlpJson(request, style), 'json', WINDOW)
        expect(plain(fromJson.points)).toEqual(plain(fromProtobuf.points))
        expect(fromJson.report.refused).toEqual(fromProtobuf.report.refused)
        expect(fromJson.report.received).toBe(fromProtobuf.report.received)
      }),
      { numRuns: 300 },
    )
  })
})

describe('fuzz', { timeout: 60_000 }, () => {
  const seeds = fc.sample(arbitraryMetrics, { numRuns: 40, seed: 7 })
  it.each(['protobuf', 'json'] as Encoding[])(
    'a mutated %s body is decoded or refused as malformed, and nothing else happens',
    (encoding) => {
      const bodies = seeds.map((seed) =>
        encoding === 'json' ? toOtlpJson(seed, 0) : encodeMetricsRequest(seed),
      )
      const random = mulberry32(encoding === 'json' ? 31 : 32)
      let malformed = 0
      for (let run = 0; run < 10_000; run++) {
        try {
          decodeAllMetrics(mutate(bodies[run % bodies.length] ?? Buffer.alloc(0), random), encoding, WINDOW)
        } catch (error) {
          if (!(error instanceof MalformedRequest)) throw error
          malformed++
        }
      }
      expect(malformed).toBeGreaterThan(500)
    },
  )
})

describe.each(['protobuf', 'json'] as Encoding[])('one metric (%s)', (encoding) => {
  const decode = (...metrics: object[]) => {
    const request = { resourceMetrics: [{ scopeMetrics: [{ metrics }] }] }
    const body = encoding === 'json' ? toOtlpJson(request, 0) : encodeMetricsRequest(request)
    return decodeAllMetrics(body, encoding, WINDOW)
  }
  const gauge = (...dataPoints: object[]) => ({ name: 'g', gauge: { dataPoints } })
  const histogram = (point: object) => ({
    name: 'h',
    histogram: { dataPoints: [{ timeUnixNano: TIME, ...point }], aggregationTemporality: 2 },
  })

  it('keeps integers beyond 2^53 exact', () => {
    const { points } = decode(
      gauge(
        { timeUnixNano: TIME, asInt: '9007199254740993' },
        { timeUnixNano: TIME, asInt: '-9223372036854775808' },
      ),
      histogram({ count: '18446744073709551615', bucketCounts: ['18446744073709551615'] }),
    )
    expect(points.map((point) => point.intValue)).toEqual([9_007_199_254_740_993n, -(2n ** 63n), null])
    expect(points[2]).toMatchObject({ count: 2n ** 64n - 1n, counts: [2n ** 64n - 1n] })
  })

  it('refuses a bad point by name and keeps the others', () => {
    const { points, report } = decode(
      gauge({ asInt: '1' }, { timeUnixNano: '1795167600', asInt: '2' }, { timeUnixNano: TIME, asInt: '3' }),
      gauge({ timeUnixNano: TIME }),
      { gauge: { dataPoints: [{ timeUnixNano: TIME, asInt: '4' }] } },
      histogram({ bucketCounts: ['1', '2'], explicitBounds: [] }),
      histogram({ bucketCounts: ['1', '2', '3'], explicitBounds: [2, 2] }),
      histogram({ bucketCounts: [], explicitBounds: [1] }),
    )
    expect(points.map((point) => point.value)).toEqual([3])
    expect(report.received).toBe(8)
    expect([...report.refused]).toEqual([
      ['bad_timestamp', 2],
      ['bad_value', 5],
    ])
  })

  it('keeps a point without a recorded value, and a missing sum, min and max, as missing', () => {
    const { points } = decode(
      gauge({ timeUnixNano: TIME, flags: 1 }),
      histogram({ count: '2', bucketCounts: ['2'] }),
      histogram({ count: '0', sum: 0, min: 0, max: 0 }),
    )
    expect(points.map(({ value, sum, min, max }) => [value, sum, min, max])).toEqual([
      [null, null, null, null],
      [null, null, null, null],
      [null, 0, 0, 0],
    ])
  })

  it('takes a start after the time, or outside of all times, as unknown', () => {
    const later = '1795167600000000001'
    const { points } = decode(
      gauge(
        { timeUnixNano: TIME, startTimeUnixNano: later, asDouble: 1 },
        { timeUnixNano: TIME, startTimeUnixNano: '7', asDouble: 1 },
      ),
    )
    expect(points.map((point) => point.startTimeUnixNano)).toEqual([0n, 0n])
  })

  it('refuses a point with more buckets than a point may have, and goes on', () => {
    const bucketCounts = Array.from({ length: 262_145 }, () => '0')
    const { points, report } = decode(
      {
        name: 'e',
        exponentialHistogram: { dataPoints: [{ timeUnixNano: TIME, positive: { offset: 0, bucketCounts } }] },
      },
      gauge({ timeUnixNano: TIME, asInt: '1' }),
    )
    expect(points).toHaveLength(1)
    expect([...report.refused]).toEqual([['too_large', 1]])
  })
})

it('repeated numbers that come one by one are read as packed ones are', () => {
  const point = Buffer.concat([
    Buffer.from([0x19]),
    bytes64(TIME),
    ...['1', '2'].map((count) => Buffer.concat([Buffer.from([0x31]), bytes64(count)])),
    Buffer.from([0x39]),
    double(0.5),
  ])
  const wrap = (tag: number, body: Buffer) => Buffer.concat([Buffer.from([tag, body.length]), body])
  const metric = Buffer.concat([wrap(0x0a, Buffer.from('h')), wrap(0x4a, wrap(0x0a, point))])
  const body = wrap(0x0a, wrap(0x12, wrap(0x12, metric)))
  expect(decodeAllMetrics(body, 'protobuf', WINDOW).points).toMatchObject([{ counts: [1, 2], bounds: [0.5] }])
})

it('spans and logs that were sent to the wrong place are told so', () => {
  const told = (body: string) => decodeAllMetrics(Buffer.from(body), 'json', WINDOW).report.wrongSignal
  expect(told('{"resourceSpans":[]}')).toBe('traces')
  expect(told('{"resourceLogs":[]}')).toBe('logs')
})

function bytes64(value: string): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64LE(BigInt(value))
  return bytes
}

function double(value: number): Buffer {
  const bytes = Buffer.alloc(8)
  bytes.writeDoubleLE(value)
  return bytes
}
