import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { binomialAtLeast, binomialCdf, binomialMass } from '../../src/distributions/binomial.ts'
import { clopperPearson } from '../../src/intervals/clopper-pearson.ts'
import { newcombe } from '../../src/intervals/newcombe.ts'
import { wilson } from '../../src/intervals/wilson.ts'
import { mean } from '../../src/shared/moments.ts'
import { expectClose } from '../shared-data.ts'

const counts = fc
  .integer({ min: 1, max: 5000 })
  .chain((n) => fc.tuple(fc.integer({ min: 0, max: n }), fc.constant(n)))
const confidence = fc.double({ min: 0.5, max: 0.999, noNaN: true })

describe("Wilson's interval", () => {
  test('is that of the textbook for 81 of 263', () => {
    const { low, high } = wilson(81, 263)
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.2553', '0.3662'])
  })

  test('holds the rate, lies within 0 and 1, and is that of the failures turned round', () => {
    fc.assert(
      fc.property(counts, confidence, ([k, n], level) => {
        const { low, high, centre } = wilson(k, n, level)
        const turned = wilson(n - k, n, level)
        const rate = k / n
        expect(0 <= low && low <= rate && rate <= high && high <= 1).toBe(true)
        expect(low <= centre && centre <= high).toBe(true)
        expectClose(low, 1 - turned.high, { abs: 1e-14 })
      }),
    )
  })

  test('ends where the score test just rejects', () => {
    const { low, high } = wilson(17, 60)
    for (const p of [low, high])
      expect(Math.abs(17 / 60 - p) / Math.sqrt((p * (1 - p)) / 60)).toBeCloseTo(1.959964, 5)
  })

  test('covers 95 % of rates on average, and hardly less than 93 % of any from 10 % to 90 %', () => {
    const coverage = (p: number) => {
      let covered = 0
      for (let k = 0; k <= 50; k++) {
        const { low, high } = wilson(k, 50)
        if (low <= p && p <= high) covered += binomialMass(k, 50, p)
      }
      return covered
    }
    const rates = Array.from({ length: 161 }, (_, i) => 0.1 + i / 200)
    const coverages = rates.map(coverage)
    expect(Math.abs(mean(coverages) - 0.95)).toBeLessThan(0.005)
    expect(Math.min(...coverages)).toBeGreaterThan(0.92)
  })

  test('refuses what is no rate', () => {
    expect(() => wilson(1, 0)).toThrow(/above 0/)
    expect(() => wilson(3, 2)).toThrow(/successes from 0/)
    expect(() => wilson(NaN, 2)).toThrow(/successes from 0/)
    expect(() => wilson(1, 2, 1)).toThrow(/below 1/)
  })
})

describe('the interval of a difference of rates', () => {
  test("is that of Newcombe's example, 56 of 70 against 48 of 80", () => {
    const { difference, low, high } = newcombe(56, 70, 48, 80)
    expectClose(difference, 0.2, { abs: 1e-15 })
    expect([low.toFixed(4), high.toFixed(4)]).toEqual(['0.0524', '0.3339'])
  })

  test("is that of Newcombe's extreme examples, 10 of 10 against 0 of 10 and 0 of 10 twice", () => {
    const apart = newcombe(10, 10, 0, 10)
    expect([apart.low.toFixed(4), apart.high.toFixed(4)]).toEqual(['0.6075', '1.0000'])
    const equal = newcombe(0, 10, 0, 10)
    expect([equal.low.toFixed(4), equal.high.toFixed(4)]).toEqual(['-0.2775', '0.2775'])
  })

  test('turns its sign when the samples change places, and never leaves −1 to 1', () => {
    fc.assert(
      fc.property(counts, counts, confidence, ([k1, n1], [k2, n2], level) => {
        const first = newcombe(k1, n1, k2, n2, level)
        const second = newcombe(k2, n2, k1, n1, level)
        expectClose(first.low, -second.high, { abs: 1e-12 })
        expect(first.low >= -1 - 1e-12 && first.high <= 1 + 1e-12).toBe(true)
        expect(first.low <= first.difference && first.difference <= first.high).toBe(true)
      }),
    )
  })
})

describe('the exact interval', () => {
  test('ends where each one-sided exact test just rejects', () => {
    fc.assert(
      fc.property(counts, confidence, ([k, n], level) => {
        const { low, high } = clopperPearson(k, n, level)
        const tail = (1 - level) / 2
        if (k > 0) expectClose(binomialAtLeast(k, n, low), tail, { rel: 1e-9 })
        else expect(low).toBe(0)
        if (k < n) expectClose(binomialCdf(k, n, high), tail, { rel: 1e-9 })
        else expect(high).toBe(1)
      }),
    )
  })

  test('holds the interval of Wilson for all but single counts, and never covers too little', () => {
    for (const p of [0.01, 0.1, 0.37, 0.5]) {
      let covered = 0
      for (let k = 0; k <= 40; k++) {
        const { low, high } = clopperPearson(k, 40)
        if (low <= p && p <= high) covered += binomialCdf(k, 40, p) - binomialCdf(k - 1, 40, p)
      }
      expect(covered).toBeGreaterThanOrEqual(0.95)
    }
  })

  test('refuses parts of a trial', () => {
    expect(() => clopperPearson(0.5, 2)).toThrow(/whole number/)
    expect(() => clopperPearson(3, 2)).toThrow(/no more successes/)
  })
})
