import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addExponential, bucketsOf, quantileOfExponential, subtractExponential } from './exponential.ts'
import type { ExponentialHistogram } from './exponential.ts'
import { addHistograms, quantileOfHistogram, subtractHistograms, type Histogram } from './histogram.ts'
import { increments, subtractNumbers, type CumulativePoint } from './increments.ts'

const RUNS = { numRuns: 300 }
const samples = fc.array(fc.double({ min: -50, max: 200, noNaN: true }), { minLength: 1, maxLength: 60 })
const bounds = fc
  .uniqueArray(fc.integer({ min: -40, max: 150 }), { minLength: 1, maxLength: 12 })
  .map((list) => list.sort((a, b) => a - b))
const q = fc.constantFrom(0, 0.01, 0.5, 0.95, 0.99, 1)

const facts = (values: readonly number[]) => ({
  count: values.length,
  sum: values.reduce((sum, value) => sum + value, 0),
  min: Math.min(...values),
  max: Math.max(...values),
})

/** A bucket holds what is above the bound before it and at most its own. */
function histogramOf(values: readonly number[], edges: readonly number[]): Histogram {
  const counts = Array.from({ length: edges.length + 1 }, () => 0)
  for (const value of values) counts[bucketOf(value, edges)]! += 1
  return { ...facts(values), bounds: edges, counts }
}

function bucketOf(value: number, edges: readonly number[]): number {
  const at = edges.findIndex((edge) => value <= edge)
  return at < 0 ? edges.length : at
}

function exponentialOf(values: readonly number[], scale: number): ExponentialHistogram {
  const side = (sign: 1 | -1) => {
    const counts = new Map<number, number>()
    for (const value of values) {
      if (value * sign <= 1e-6) continue
      const index = Math.ceil(Math.log2(value * sign) * 2 ** scale) - 1
      counts.set(index, (counts.get(index) ?? 0) + 1)
    }
    return [...counts].sort(([a], [b]) => a - b)
  }
  const zeroCount = values.filter((value) => Math.abs(value) <= 1e-6).length
  return { ...facts(values), scale, zeroCount, zeroThreshold: 1e-6, positive: side(1), negative: side(-1) }
}

/** The sample at the rank that an estimate of the quantile has to be near. */
function exactQuantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN
}

describe('histograms with explicit bounds', () => {
  it('an estimated quantile lies in the bucket of the true one', () => {
    fc.assert(
      fc.property(samples, bounds, q, (values, edges, share) => {
        const estimate = quantileOfHistogram(histogramOf(values, edges), share) ?? Number.NaN
        const bucket = bucketOf(exactQuantile(values, share), edges)
        expect(estimate).toBeGreaterThanOrEqual(edges[bucket - 1] ?? Math.min(...values))
        expect(estimate).toBeLessThanOrEqual(edges[bucket] ?? Math.max(...values))
      }),
      RUNS,
    )
  })

  it('two with different bounds add to what their common bounds would have counted', () => {
    fc.assert(
      fc.property(samples, samples, bounds, bounds, (a, b, edgesA, edgesB) => {
        const common = edgesA.filter((edge) => edgesB.includes(edge))
        const added = addHistograms(histogramOf(a, edgesA), histogramOf(b, edgesB))
        const naive = histogramOf([...a, ...b], common)
        expect({ ...added, sum: null }).toEqual({ ...naive, sum: null })
      }),
      RUNS,
    )
  })

  it('what came later is what both say minus what was before', () => {
    fc.assert(
      fc.property(samples, samples, bounds, (a, b, edges) => {
        const rest = subtractHistograms(histogramOf([...a, ...b], edges), histogramOf(a, edges))
        expect(rest).toMatchObject({ counts: histogramOf(b, edges).counts, count: b.length, min: null })
      }),
      RUNS,
    )
  })

  it('of nothing, or without buckets, there is no quantile', () => {
    const empty = { count: 0, sum: 0, min: null, max: null }
    expect(quantileOfHistogram({ ...empty, bounds: [1], counts: [0, 0] }, 0.5)).toBeNull()
    expect(quantileOfHistogram({ ...empty, count: 3, bounds: [], counts: [3] }, 0.5)).toBeNull()
  })

  it('above the last bound it is that bound, unless the maximum is known', () => {
    const open = { count: 4, sum: null, min: null, max: null, bounds: [1, 2], counts: [0, 0, 4] }
    expect(quantileOfHistogram(open, 0.99)).toBe(2)
    expect(quantileOfHistogram({ ...open, max: 6 }, 0.5)).toBe(4)
  })
})

describe('exponential histograms', () => {
  const scale = fc.integer({ min: -2, max: 6 })

  it('an estimated quantile is as near to the true one as its bucket is wide', () => {
    fc.assert(
      fc.property(samples, scale, q, (values, s, share) => {
        const estimate = quantileOfExponential(exponentialOf(values, s), share) ?? Number.NaN
        const exact = exactQuantile(values, share)
        const factor = 2 ** (2 ** -s) * (1 + 1e-9)
        if (Math.abs(exact) <= 1e-6) expect(Math.abs(estimate)).toBeLessThanOrEqual(1e-6)
        else {
          expect(Math.sign(estimate)).toBe(Math.sign(exact))
          expect(estimate / exact).toBeGreaterThanOrEqual(1 / factor)
          expect(estimate / exact).toBeLessThanOrEqual(factor)
        }
      }),
      RUNS,
    )
  })

  it('two of different scales add to what the coarser scale would have counted', () => {
    fc.assert(
      fc.property(samples, samples, scale, scale, (a, b, s, t) => {
        const added = addExponential(exponentialOf(a, s), exponentialOf(b, t))
        const naive = exponentialOf([...a, ...b], Math.min(s, t))
        expect({ ...added, sum: null }).toEqual({ ...naive, sum: null })
      }),
      RUNS,
    )
  })

  it('what came later is found across a change of scale', () => {
    fc.assert(
      fc.property(samples, samples, scale, fc.nat(3), (a, b, s, coarser) => {
        const rest = subtractExponential(exponentialOf([...a, ...b], s - coarser), exponentialOf(a, s))
        const naive = exponentialOf(b, s - coarser)
        expect(rest).toMatchObject({ positive: naive.positive, negative: naive.negative, count: b.length })
      }),
      RUNS,
    )
  })

  it('extreme scales and offsets give finite values', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer(), q, (s, offset, share) => {
        const positive = bucketsOf(offset, [1, 0, 2])
        const one = { count: 3, sum: null, min: null, max: null, scale: s, zeroCount: 0, zeroThreshold: 0 }
        const value = quantileOfExponential({ ...one, positive, negative: positive }, share)
        expect(Number.isFinite(value)).toBe(true)
      }),
      { ...RUNS, examples: [[-1024, -3, 0]] },
    )
  })
})

describe('increments of cumulative values', () => {
  const events = fc.array(
    fc.record({ gap: fc.integer({ min: 1, max: 40 }), add: fc.nat(20), restarts: fc.boolean() }),
    { maxLength: 60 },
  )

  it('are what a counter counted in each step, over restarts, whether its start is told or not', () => {
    fc.assert(
      fc.property(events, fc.boolean(), (list, tellsStart) => {
        const naive = new Map<number, number>()
        const points: CumulativePoint<number>[] = []
        let [time, start, value, run] = [1_000n, 1_000n, 0, 0]
        for (const { gap, add, restarts } of list) {
          // Without a start a restart shows only where the value falls.
          if (restarts && (tellsStart || add < value)) [start, value, run] = [time, 0, run + 1]
          time += BigInt(gap)
          value += add
          const step = Number((time - 1_000n) / 50n)
          naive.set(step, (naive.get(step) ?? 0) + add)
          const point = { series: 's', step, run, startNs: tellsStart || run === 0 ? start : 0n, value }
          const last = points.at(-1)
          if (last?.step === step && last.run === run) points[points.length - 1] = point
          else points.push(point)
        }
        const sums = new Map<number, number>()
        for (const { point, value: more } of increments(points, 1_000n, subtractNumbers))
          sums.set(point.step, (sums.get(point.step) ?? 0) + more)
        expect(sums).toEqual(naive)
      }),
      RUNS,
    )
  })

  it('begin behind the first point of a series that started before the range', () => {
    const point = (step: number, startNs: bigint, value: number) => ({
      series: 's',
      step,
      run: 0,
      startNs,
      value,
    })
    const of = (...points: CumulativePoint<number>[]) =>
      increments(points, 100n, subtractNumbers).map(({ value }) => value)
    expect(of(point(0, 50n, 7), point(1, 50n, 9))).toEqual([2])
    expect(of(point(0, 0n, 7), point(1, 0n, 9))).toEqual([2])
    expect(of(point(-1, 50n, 4), point(0, 50n, 7))).toEqual([3])
    expect(of(point(0, 120n, 7))).toEqual([7])
  })
})
