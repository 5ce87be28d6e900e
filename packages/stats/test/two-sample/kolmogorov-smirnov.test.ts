import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bridgeLeavesBand } from '../../src/distributions/brownian-bridge.ts'
import { kolmogorovOneSampleSf } from '../../src/distributions/kolmogorov-one-sample.ts'
import { kolmogorovSf } from '../../src/distributions/kolmogorov.ts'
import { seededRandom } from '../../src/random/seeded.ts'
import { kolmogorovSmirnovAsymptotic } from '../../src/two-sample/kolmogorov-smirnov-asymptotic.ts'
import { kolmogorovSmirnovExact } from '../../src/two-sample/kolmogorov-smirnov-exact.ts'
import { kolmogorovSmirnov } from '../../src/two-sample/kolmogorov-smirnov.ts'
import { deals, enumeratedPValue } from '../enumerate.ts'
import { expectClose } from '../shared-data.ts'

/** The distance by its definition, over all values. */
function distance(x: number[], y: number[]): number {
  const share = (values: number[], at: number) => values.filter((value) => value <= at).length / values.length
  return Math.max(...[...x, ...y].map((at) => Math.abs(share(x, at) - share(y, at))))
}

const tied = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 6 })
const untied = fc
  .tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 6 }))
  .chain(([n, m]) =>
    fc
      .uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: n + m, maxLength: n + m })
      .map((values): [number[], number[]] => [values.slice(0, n), values.slice(n)]),
  )
const numbers = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 })

describe('the exact Kolmogorov-Smirnov test', () => {
  test('is the share of all deals of the values that lie as far apart, with any ties', () => {
    fc.assert(
      fc.property(tied, tied, (x, y) => {
        const { statistic, pValue } = kolmogorovSmirnovExact(x, y)
        expectClose(statistic, distance(x, y))
        expectClose(pValue, enumeratedPValue(x, y, distance))
      }),
      { numRuns: 60 },
    )
  })

  test('counts equal distances by half in its mid-p', () => {
    fc.assert(
      fc.property(tied, tied, (x, y) => {
        const seen = distance(x, y)
        let farther = 0
        let equal = 0
        let all = 0
        for (const [a, b] of deals(x, y)) {
          const other = distance(a, b)
          all++
          if (other > seen + 1e-9) farther++
          else if (other > seen - 1e-9) equal++
        }
        expectClose(
          kolmogorovSmirnovExact(x, y).midP,
          seen === 0 ? 1 - equal / all / 2 : (farther + equal / 2) / all,
        )
      }),
      { numRuns: 60 },
    )
  })

  test('is the same whether ties are conditioned on or ignored where there are none', () => {
    fc.assert(
      fc.property(untied, ([x, y]) => {
        expectClose(
          kolmogorovSmirnovExact(x, y).pValue,
          kolmogorovSmirnovExact(x, y, { ties: 'ignore' }).pValue,
        )
      }),
    )
  })

  test('keeps its digits for the farthest samples: 2 of all orders', () => {
    // C(40, 20) = 137846528820.
    const low = Array.from({ length: 20 }, (_, i) => i)
    const high = low.map((value) => value + 100)
    expectClose(kolmogorovSmirnovExact(low, high).pValue, 2 / 137846528820, { rel: 1e-12, abs: 0 })
  })

  test('refuses samples that would take more than a second, and names what takes them', () => {
    const many = new Float64Array(50_000).map((_, i) => i)
    expect(() =>
      kolmogorovSmirnovExact(
        many,
        many.map((value) => value + 1e6),
      ),
    ).toThrow(/kolmogorovSmirnov takes any/)
  })
})

describe('the Kolmogorov-Smirnov test of any samples', () => {
  test('does not change with the order of the samples or a rising function of all values', () => {
    fc.assert(
      fc.property(numbers, numbers, (x, y) => {
        const first = kolmogorovSmirnov(x, y)
        expectClose(kolmogorovSmirnov(y, x).pValue, first.pValue, { rel: 1e-9 })
        const doubled = kolmogorovSmirnov(
          x.map((value) => 2 * value),
          y.map((value) => 2 * value),
        )
        expect(doubled).toEqual(first)
        expect(first.pValue > 0 && first.pValue <= 1 && first.midP <= first.pValue).toBe(true)
      }),
    )
  })

  test('with large tied samples comes to what the exact test says, where the usual law is far too shy', () => {
    const random = seededRandom('ties')
    const laws: (() => number)[] = [
      () => Math.floor(random() * 5),
      () => (random() < 0.6 ? 0 : random()),
      () => (random() < 0.1 ? 1 : 0),
      () => Math.round(20 * (random() + random() + random())),
    ]
    for (const law of laws) {
      const x = Array.from({ length: 4000 }, law)
      const y = Array.from({ length: 4000 }, law)
      const exact = kolmogorovSmirnovExact(x, y)
      const approximate = kolmogorovSmirnov(x, y)
      expect(approximate.pValue).not.toBe(exact.pValue)
      // It lies between what is farther and what is at least as far.
      expect(Math.abs(approximate.pValue - exact.midP)).toBeLessThan(exact.pValue - exact.midP + 0.001)
      expect(kolmogorovSmirnovAsymptotic(x, y).pValue).toBeGreaterThan(exact.pValue)
    }
  })

  test('rare values before the first large group of equal ones leave it right', () => {
    const random = seededRandom('rare ends')
    for (let run = 0; run < 12; run++) {
      // Of the rare ends there are 1 to 6 in 6,000: far too few to count as a group.
      const draw = () => (random() < 0.0005 ? (random() < 0.5 ? -1 : 9) : Math.floor(random() * 5))
      const x = Array.from({ length: 2000 }, draw)
      const y = Array.from({ length: 4000 }, draw)
      const exact = kolmogorovSmirnovExact(x, y)
      expect(Math.abs(kolmogorovSmirnov(x, y).pValue - exact.midP)).toBeLessThan(0.02)
    }
  })

  test('samples that are equal and samples of one constant have p-value 1', () => {
    const constant = new Float64Array(100_000).fill(3)
    expect(kolmogorovSmirnov(constant, constant)).toEqual({ statistic: 0, pValue: 1, midP: 1 })
    expect(kolmogorovSmirnov([1, 2, 2], [1, 2, 2]).pValue).toBe(1)
  })

  test('refuses empty samples and what is no number', () => {
    expect(() => kolmogorovSmirnov([], [1])).toThrow(/at least 1/)
    expect(() => kolmogorovSmirnov([1], [NaN])).toThrow(/no finite number/)
    expect(() => kolmogorovSmirnov([Infinity], [1])).toThrow(/no finite number/)
  })
})

describe('the laws of Kolmogorov', () => {
  test('the limit law has the values of printed tables', () => {
    expect(kolmogorovSf(1.3580986).toFixed(6)).toBe('0.050000')
    expect(kolmogorovSf(1.6276236).toFixed(6)).toBe('0.010000')
    expect([kolmogorovSf(0), kolmogorovSf(-1), kolmogorovSf(40)]).toEqual([1, 1, 0])
  })

  test('a bridge that is watched all along leaves its band as often as the limit law says', () => {
    for (const z of [0.3, 0.7, 1.2, 1.9, 3])
      expectClose(bridgeLeavesBand(z, [{ duration: 1, isWatched: true }]), kolmogorovSf(z), {
        rel: 1e-6,
        abs: 1e-7,
      })
  })

  test('a bridge that is looked at once, halfway, is a normal number of variance ¼', () => {
    const segments = [0.5, 0.5].map((duration) => ({ duration, isWatched: false }))
    expectClose(bridgeLeavesBand(0.98, segments), 0.04999579029644087, { rel: 1e-9 })
  })

  test('a bridge looked at more often leaves no less often', () => {
    const every = (count: number) =>
      Array.from({ length: count }, () => ({ duration: 1 / count, isWatched: false }))
    const chances = [2, 4, 16, 64, 256].map((count) => bridgeLeavesBand(1.2, every(count)))
    for (let k = 1; k < chances.length; k++) expect(chances[k]).toBeGreaterThan(chances[k - 1]!)
    expect(chances.at(-1)).toBeLessThan(kolmogorovSf(1.2))
  })

  test('the one-sample law is exact where hand calculation is: n = 1 and n = 2', () => {
    // n = 1: P(D > d) = 2(1 − d) for d ≥ ½. n = 2 and d = ½: ½.
    expectClose(kolmogorovOneSampleSf(0.7, 1), 0.6)
    expectClose(kolmogorovOneSampleSf(0.5, 2), 0.5)
    expect([kolmogorovOneSampleSf(0, 5), kolmogorovOneSampleSf(1, 5), kolmogorovOneSampleSf(0.1, 5)]).toEqual(
      [1, 0, 1],
    )
  })

  test('the one-sample law does not jump where its methods meet and comes to the limit', () => {
    for (const n of [140, 141, 100_000, 100_001]) {
      for (const square of [2.2, 4]) {
        const d = Math.sqrt(square / n)
        expectClose(kolmogorovOneSampleSf(d * (1 + 1e-9), n), kolmogorovOneSampleSf(d * (1 - 1e-9), n), {
          rel: 5e-5,
        })
      }
    }
    expectClose(kolmogorovOneSampleSf(1.36 / Math.sqrt(1e6), 1e6), kolmogorovSf(1.36), { rel: 2e-3 })
  })
})
