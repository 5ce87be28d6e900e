import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { confidenceSequence } from '../../src/intervals/confidence-sequence.ts'
import { wilson } from '../../src/intervals/wilson.ts'
import { seededRandom } from '../../src/random/seeded.ts'
import { logBeta } from '../../src/special/log-beta.ts'
import { expectClose } from '../shared-data.ts'

describe('the confidence sequence', () => {
  test('ends where the mixture is worth 1/alpha times the rate', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 3000 }), (s, f) => {
        const { low, high } = confidenceSequence(s, s + f, 0.05, { a: 0.5, b: 2 })
        const level = Math.log(0.05) + logBeta(0.5 + s, 2 + f) - logBeta(0.5, 2)
        const likelihood = (p: number) => (s === 0 ? 0 : s * Math.log(p)) + (f === 0 ? 0 : f * Math.log1p(-p))
        if (s > 0) expectClose(likelihood(low), level, { rel: 1e-9, abs: 1e-9 })
        else expect(low).toBe(0)
        // A limit next to 1 keeps few digits of its distance from it.
        if (f > 0) expectClose(likelihood(high), level, { rel: 1e-6, abs: 1e-6 })
        else expect(high).toBe(1)
        expect(low <= high).toBe(true)
      }),
    )
  })

  test('is everything before the first sample and for one failure what hand calculation gives', () => {
    expect(confidenceSequence(0, 0)).toEqual({ low: 0, high: 1 })
    // B(1, 2)/B(1, 1) = ½, so 1 − p = 0.05·½.
    expectClose(confidenceSequence(0, 1).high, 0.975)
    expectClose(confidenceSequence(1, 1).low, 0.025)
  })

  test('turns round with successes and failures, and a smaller alpha makes it wider', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 500 }), (s, f) => {
        const first = confidenceSequence(s, s + f)
        const turned = confidenceSequence(f, s + f)
        expectClose(first.low, 1 - turned.high, { abs: 1e-13 })
        const wider = confidenceSequence(s, s + f, 0.01)
        expect(wider.low <= first.low && first.high <= wider.high).toBe(true)
      }),
    )
  })

  test('looked at after every sample it loses the truth in at most 5 % of runs, where Wilson loses it in half', () => {
    const random = seededRandom('peeking')
    for (const rate of [0.05, 0.2]) {
      let lostSequence = 0
      let lostWilson = 0
      for (let run = 0; run < 300; run++) {
        let successes = 0
        let isLost = false
        let isLostByWilson = false
        for (let n = 1; n <= 2000; n++) {
          if (random() < rate) successes++
          // The limits move slowly: a closer look at every tenth costs no rejection worth counting.
          if (n > 50 && n % 10 !== 0) continue
          const sequence = confidenceSequence(successes, n)
          isLost ||= rate < sequence.low || rate > sequence.high
          const { low, high } = wilson(successes, n)
          isLostByWilson ||= rate < low || rate > high
        }
        if (isLost) lostSequence++
        if (isLostByWilson) lostWilson++
      }
      expect(lostSequence / 300).toBeLessThanOrEqual(0.05)
      expect(lostWilson / 300).toBeGreaterThan(0.25)
    }
  })

  test('refuses what is no count and no level', () => {
    expect(() => confidenceSequence(2, 1)).toThrow(/no more successes/)
    expect(() => confidenceSequence(1, 2, 0)).toThrow(/above 0/)
    expect(() => confidenceSequence(1, 2, 0.05, { a: 0, b: 1 })).toThrow(/above 0/)
  })
})
