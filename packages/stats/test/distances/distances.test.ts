import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { binEdges, countBins } from '../../src/distances/bin-edges.ts'
import { entropy, klDivergence } from '../../src/distances/entropy.ts'
import { hellingerDistance } from '../../src/distances/hellinger.ts'
import { jensenShannonDistance } from '../../src/distances/jensen-shannon.ts'
import { largestDifference } from '../../src/distances/largest-difference.ts'
import { energyDistance, wassersteinDistance } from '../../src/distances/wasserstein.ts'
import { expectClose } from '../shared-data.ts'

const counts = fc
  .array(fc.integer({ min: 0, max: 20 }), { minLength: 4, maxLength: 4 })
  .filter((values) => values.some((value) => value > 0))
const numbers = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1, maxLength: 30 })

describe('distances of shares', () => {
  test('have hand-calculated values', () => {
    expectClose(entropy([1, 1, 1, 1], 2), 2)
    expectClose(entropy([5]), 0)
    expectClose(klDivergence([1, 1], [1, 3], 2), 0.5 * Math.log2(2) + 0.5 * Math.log2(2 / 3))
    expect(klDivergence([1, 1], [1, 0])).toBe(Infinity)
    expectClose(jensenShannonDistance([1, 0], [0, 1], 2), 1)
    expectClose(hellingerDistance([1, 0], [0, 1]), 1)
    expectClose(hellingerDistance([1, 0], [1, 1]), Math.sqrt(1 - Math.SQRT1_2))
    expectClose(largestDifference([1, 1, 2], [2, 1, 1]), 0.25)
  })

  test('are metrics: symmetric, 0 for equal shares alone, and shorter than any detour', () => {
    fc.assert(
      fc.property(counts, counts, counts, (p, q, r) => {
        for (const distance of [jensenShannonDistance, hellingerDistance, largestDifference]) {
          const direct = distance(p, q)
          expectClose(distance(q, p), direct)
          expect(distance(p, p)).toBe(0)
          expectClose(
            distance(
              p,
              p.map((value) => 3 * value),
            ),
            0,
            { abs: 1e-8 },
          )
          expect(direct).toBeLessThanOrEqual(distance(p, r) + distance(r, q) + 1e-9)
          expect(direct <= 1).toBe(true)
        }
        expect(klDivergence(p, q)).toBeGreaterThanOrEqual(0)
      }),
    )
  })

  test('a Jensen-Shannon distance keeps its digits where shares differ by a millionth', () => {
    // To first order √(½·Σ d²/(4p)·½·2) = d·√(1/(8p) + 1/(8q)) with d of each share.
    const d = 1e-6
    expectClose(jensenShannonDistance([0.5 + d, 0.5 - d], [0.5, 0.5]), d / Math.SQRT2, { rel: 1e-9 })
  })

  test('counts that add up to 0, are negative or come in other numbers are refused', () => {
    expect(() => entropy([0, 0])).toThrow(/above 0/)
    expect(() => hellingerDistance([1, -1], [1, 1])).toThrow(/from 0/)
    expect(() => klDivergence([1], [1, 1])).toThrow(/one for each/)
  })
})

describe('distances of samples', () => {
  test('have hand-calculated values', () => {
    expectClose(wassersteinDistance([0, 1, 3], [5, 6, 8]), 5)
    expectClose(energyDistance([0], [3]), Math.sqrt(2 * 3))
    expectClose(wassersteinDistance([0, 1], [0, 1], { x: [3, 1] }), 0.25)
  })

  test('move with a shift, stretch with a factor, and know no order', () => {
    fc.assert(
      fc.property(numbers, numbers, (x, y) => {
        const w = wassersteinDistance(x, y)
        const e = energyDistance(x, y)
        const stretched = (values: number[]) => values.map((value) => 4 * value + 7)
        expectClose(wassersteinDistance(stretched(x), stretched(y)), 4 * w)
        expectClose(energyDistance(stretched(x), stretched(y)), 2 * e)
        expectClose(wassersteinDistance(y.toReversed(), x.toReversed()), w)
        expectClose(
          wassersteinDistance(
            x,
            stretched(x).map((value) => value - (3 * (value - 7)) / 4 - 7),
          ),
          0,
          { abs: 1e-9 },
        )
        expectClose(wassersteinDistance([...x, ...x], y), w)
        expectClose(wassersteinDistance(x, y, { x: x.map(() => 2) }), w)
      }),
    )
  })

  test('refuse weights that are negative, all 0 or too few', () => {
    expect(() => wassersteinDistance([1, 2], [1], { x: [1] })).toThrow(/one for each/)
    expect(() => wassersteinDistance([1, 2], [1], { x: [1, -1] })).toThrow(/from 0/)
    expect(() => energyDistance([1], [1], { y: [0] })).toThrow(/All weights are 0/)
  })
})

describe('bins', () => {
  test("follow Sturges' and Doane's rules", () => {
    const values = Array.from({ length: 50 }, (_, i) => i)
    // 1 + log2(50) is 6.6, so 7 bins; an even law has no skewness to add any.
    expect(binEdges(values, 'sturges')).toHaveLength(8)
    expect(binEdges(values, 'doane')).toHaveLength(8)
    expect(
      binEdges(
        values.map((value) => value ** 3),
        'doane',
      ).length,
    ).toBeGreaterThan(8)
    expect([...binEdges([4, 4], 'doane')]).toEqual([3.5, 4.5])
  })

  test('every value is counted once, the last edge inclusive', () => {
    fc.assert(
      fc.property(numbers, numbers, (x, y) => {
        const edges = binEdges(x, 'sturges')
        const own = countBins(x, edges)
        expect(own.outside).toBe(0)
        expect(own.counts.reduce((sum, value) => sum + value, 0)).toBe(x.length)
        const other = countBins(y, edges)
        expect(other.counts.reduce((sum, value) => sum + value, 0) + other.outside).toBe(y.length)
      }),
    )
  })
})
