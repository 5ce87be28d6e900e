import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { weightedMean } from '../../src/intervals/weighted-mean.ts'
import { weightedRate } from '../../src/intervals/weighted-rate.ts'
import { wilson } from '../../src/intervals/wilson.ts'
import { type Random, seededRandom } from '../../src/random/seeded.ts'
import { expectClose } from '../shared-data.ts'

interface Stratum {
  size: number
  rate: number
  probability: number
}

/** Values of a population in strata, each sampled with its own probability. */
function drawStrata(strata: Stratum[], random: Random): [values: number[], probabilities: number[]] {
  const values: number[] = []
  const probabilities: number[] = []
  for (const { size, rate, probability } of strata) {
    for (let i = 0; i < size; i++) {
      if (random() >= probability) continue
      values.push(random() < rate ? 1 : 0)
      probabilities.push(probability)
    }
  }
  return [values, probabilities]
}

describe('a rate from samples drawn with unequal probabilities', () => {
  test('with equal probabilities it is the plain rate', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(0, 1), { minLength: 2, maxLength: 80 }), (values) => {
        const k = values.reduce((sum: number, value) => sum + value, 0)
        const got = weightedRate(
          values,
          values.map(() => 0.25),
        )
        expectClose(got.rate, k / values.length)
        expect(got.effectiveSize).toBeLessThanOrEqual(values.length + 1e-9)
        // One degree of freedom is lost by the linearised variance.
        expect(got.effectiveSize).toBeGreaterThanOrEqual(values.length - 1 - 1e-9)
        expect(got.low).toBeLessThanOrEqual(wilson(k, values.length).low + 1e-9)
      }),
    )
  })

  test('a value sampled with half the probability counts twice', () => {
    const { rate, effectiveSize } = weightedRate([1, 0, 0], [0.5, 1, 1])
    expectClose(rate, 0.5)
    // Kish: (2+1+1)²/(4+1+1); the linearised variance gives less, 0.25 / (1.5·(1 + ¼ + ¼)/16).
    expectClose(effectiveSize, 0.25 / ((1.5 * 1.5) / 16))
  })

  test('its interval covers at least 92 % however the probabilities go with the values', () => {
    const cases: Record<string, Stratum[]> = {
      'what fails is sampled more': [
        { size: 9000, rate: 0.02, probability: 0.02 },
        { size: 1000, rate: 0.4, probability: 0.2 },
      ],
      'what fails is sampled less': [
        { size: 9000, rate: 0.1, probability: 0.05 },
        { size: 1000, rate: 0.5, probability: 0.01 },
      ],
      'probabilities say nothing': [
        { size: 5000, rate: 0.1, probability: 0.02 },
        { size: 5000, rate: 0.1, probability: 0.1 },
      ],
    }
    for (const [name, strata] of Object.entries(cases)) {
      const random = seededRandom(name)
      const size = strata.reduce((sum, item) => sum + item.size, 0)
      const truth = strata.reduce((sum, item) => sum + item.size * item.rate, 0) / size
      let covered = 0
      for (let run = 0; run < 400; run++) {
        const { low, high } = weightedRate(...drawStrata(strata, random))
        if (low <= truth && truth <= high) covered++
      }
      expect(covered / 400, name).toBeGreaterThanOrEqual(0.92)
    }
  })

  test('refuses an inclusion probability of 0 and values that are no part of a rate', () => {
    expect(() => weightedRate([1], [0])).toThrow(/above 0/)
    expect(() => weightedRate([2], [1])).toThrow(/0 to 1/)
    expect(() => weightedRate([1, 1], [1])).toThrow(/one for each/)
    expect(() => weightedRate([], [])).toThrow(/at least 1/)
  })
})

describe('a mean from samples drawn with unequal probabilities', () => {
  test('with equal probabilities its interval is that of Student', () => {
    const { mean, interval } = weightedMean([1, 2, 3, 4, 5], [0.1, 0.1, 0.1, 0.1, 0.1])
    expectClose(mean, 3)
    expectClose(interval!.high, 3 + 2.776445105197793 * Math.sqrt(2.5 / 5), { rel: 1e-9 })
  })

  test('one value has no interval', () => {
    expect(weightedMean([4], [0.5])).toEqual({ mean: 4, effectiveSize: 1, interval: null })
  })
})
