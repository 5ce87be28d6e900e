import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { betaCdf, betaQuantile, betaSf } from '../../src/distributions/beta.ts'
import { binomialAtLeast, binomialCdf, binomialMass } from '../../src/distributions/binomial.ts'
import { chiSquaredCdf, chiSquaredQuantile, chiSquaredSf } from '../../src/distributions/chi-squared.ts'
import { fQuantile, fSf } from '../../src/distributions/f.ts'
import { normalCdf, normalDensity, normalQuantile, normalSf } from '../../src/distributions/normal.ts'
import { studentTCdf, studentTQuantile, studentTSf } from '../../src/distributions/student-t.ts'
import { expectClose } from '../shared-data.ts'

const share = fc.double({ min: 1e-12, max: 1 - 1e-12, noNaN: true })
const df = fc.double({ min: 0.5, max: 1e5, noNaN: true })

describe('distributions', () => {
  test('quantiles are those of printed tables', () => {
    expect(normalQuantile(0.975)).toBeCloseTo(1.959963984540054, 14)
    expect(studentTQuantile(0.975, 10)).toBeCloseTo(2.228138851986275, 13)
    expect(chiSquaredQuantile(0.95, 9)).toBeCloseTo(16.91897760462045, 12)
    expect(fQuantile(0.95, 3, 12)).toBeCloseTo(3.4902948194976045, 12)
    expect(betaQuantile(0.5, 2, 2)).toBeCloseTo(0.5, 15)
  })

  test('the cumulative law takes a quantile back to its share, in both tails', () => {
    fc.assert(
      fc.property(share, df, df, (p, a, b) => {
        const laws: [quantile: number, cdf: (x: number) => number, sf: (x: number) => number][] = [
          [normalQuantile(p), normalCdf, normalSf],
          [studentTQuantile(p, a), (x) => studentTCdf(x, a), (x) => studentTSf(x, a)],
          [chiSquaredQuantile(p, a), (x) => chiSquaredCdf(x, a), (x) => chiSquaredSf(x, a)],
          [betaQuantile(p, 1 + a, 1 + b), (x) => betaCdf(x, 1 + a, 1 + b), (x) => betaSf(x, 1 + a, 1 + b)],
        ]
        for (const [x, cdf, sf] of laws) {
          // A quantile near 1 can be no closer than its own last digit, which a steep law makes large.
          const digit = Math.abs(x) * Number.EPSILON
          const steep = cdf(x + digit) - cdf(x - digit)
          expectClose(cdf(x), p, { rel: 1e-9, abs: steep })
          expectClose(sf(x), 1 - p, { rel: 1e-9, abs: Math.max(1e-15, steep) })
        }
      }),
      { examples: [[0.9994575970860743, 46873.76695950141, 0.5]] },
    )
  })

  test("Student's law with one degree of freedom is Cauchy's, χ² with two is exponential", () => {
    for (const x of [0.1, 1, 3, 50]) {
      expectClose(studentTCdf(x, 1), 0.5 + Math.atan(x) / Math.PI, { rel: 1e-14 })
      expectClose(chiSquaredSf(x, 2), Math.exp(-x / 2), { rel: 1e-13 })
    }
    expect(studentTSf(1e200, 3)).toBe(0)
    expect(studentTCdf(0, 3)).toBe(0.5)
  })

  test("the F law with one degree of freedom above is that of Student's t squared", () => {
    for (const t of [0.3, 1, 2.5]) expectClose(fSf(t * t, 1, 7), 2 * studentTSf(t, 7), { rel: 1e-13 })
    expect(fSf(0, 2, 3)).toBe(1)
  })

  test('quantiles of 0 and 1 are the ends of each law', () => {
    expect([normalQuantile(0), normalQuantile(1), normalQuantile(0.5)]).toEqual([-Infinity, Infinity, 0])
    expect([studentTQuantile(0, 3), studentTQuantile(1, 3), studentTQuantile(0.5, 3)]).toEqual([
      -Infinity,
      Infinity,
      0,
    ])
    expect([chiSquaredQuantile(0, 3), chiSquaredQuantile(1, 3)]).toEqual([0, Infinity])
    expect([betaQuantile(0, 3, 3), betaQuantile(1, 3, 3), fQuantile(0, 1, 1), fQuantile(1, 1, 1)]).toEqual([
      0,
      1,
      0,
      Infinity,
    ])
    expect(normalQuantile(5e-324)).toBeCloseTo(-38.5, 0)
  })

  test('binomial chances add up to 1 and agree with the tails', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.double({ min: 0, max: 1, noNaN: true }), (n, p) => {
        let sum = 0
        for (let k = 0; k <= n; k++) {
          expectClose(binomialAtLeast(k, n, p), 1 - sum, { rel: 1e-9, abs: 1e-12 })
          sum += binomialMass(k, n, p)
          expectClose(binomialCdf(k, n, p), sum, { rel: 1e-11 })
        }
        expect(sum).toBeCloseTo(1, 11)
      }),
    )
    expect([
      binomialMass(-1, 3, 0.5),
      binomialMass(4, 3, 0.5),
      binomialMass(1, 3, 0),
      binomialMass(0, 3, 0),
    ]).toEqual([0, 0, 0, 1])
    expect([
      binomialCdf(-1, 3, 0.5),
      binomialCdf(3, 3, 0.5),
      binomialAtLeast(0, 3, 0.5),
      binomialAtLeast(4, 3, 0.5),
    ]).toEqual([0, 1, 1, 0])
  })

  test('the normal density is the slope of its law', () => {
    for (const x of [-3, -0.5, 0.2, 2]) {
      const slope = (normalCdf(x + 1e-5) - normalCdf(x - 1e-5)) / 2e-5
      expect(normalDensity(x)).toBeCloseTo(slope, 9)
    }
  })

  test('a share that is none is refused', () => {
    for (const quantile of [
      normalQuantile,
      (p: number) => studentTQuantile(p, 2),
      (p: number) => fQuantile(p, 1, 1),
    ]) {
      expect(() => quantile(NaN)).toThrow(/from 0 to 1/)
      expect(() => quantile(1.1)).toThrow(/from 0 to 1/)
    }
  })
})
