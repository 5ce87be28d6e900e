import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { calibrationError } from '../../src/calibration/calibration-error.ts'
import { calibrationInterval } from '../../src/calibration/calibration-interval.ts'
import { applyIsotonic, fitIsotonic } from '../../src/calibration/isotonic.ts'
import { applyPlatt, fitPlatt } from '../../src/calibration/platt.ts'
import { seededRandom } from '../../src/random/seeded.ts'
import { expectClose } from '../shared-data.ts'

describe('isotonic calibration', () => {
  test('pools neighbours that fall, as by hand', () => {
    // 1, 3, 2 | 4, 3.5 | 6 by the method of pooling.
    const model = fitIsotonic([1, 2, 3, 4, 5, 6], [1, 3, 2, 4, 3.5, 6])
    expect(model).toEqual({ scores: [1, 2, 3, 4, 5, 6], values: [1, 2.5, 2.5, 3.75, 3.75, 6] })
    expect([0, 1.5, 2.7, 5.5, 9].map((score) => applyIsotonic(model, score))).toEqual([
      1, 1.75, 2.5, 4.875, 6,
    ])
  })

  test('averages equal scores by weight and takes one item as it is', () => {
    expect(fitIsotonic([1, 1, 2], [0, 1, 1], [3, 1, 1])).toEqual({ scores: [1, 2], values: [0.25, 1] })
    expect(applyIsotonic(fitIsotonic([5], [0.3]), -100)).toBe(0.3)
  })

  const items = fc.array(
    fc.tuple(
      fc.integer({ min: 0, max: 12 }),
      fc.integer({ min: -5, max: 5 }),
      fc.integer({ min: 1, max: 4 }),
    ),
    { minLength: 1, maxLength: 40 },
  )

  test('never falls, keeps the weighted mean, and is closer than any other rising function that was tried', () => {
    fc.assert(
      fc.property(
        items,
        fc.array(fc.double({ min: 0, max: 2, noNaN: true }), { minLength: 13, maxLength: 13 }),
        (list, steps) => {
          const [scores, outcomes, weights] = [0, 1, 2].map((place) => list.map((item) => item[place]!))
          const model = fitIsotonic(scores!, outcomes!, weights)
          for (let i = 1; i < model.values.length; i++) {
            expect(model.values[i]).toBeGreaterThanOrEqual(model.values[i - 1]!)
            expect(model.scores[i]).toBeGreaterThan(model.scores[i - 1]!)
          }
          const sum = (of: (item: (typeof list)[number]) => number) =>
            list.reduce((total, item) => total + of(item), 0)
          const fitted = sum(([score, , weight]) => weight * applyIsotonic(model, score))
          expectClose(
            fitted,
            sum(([, outcome, weight]) => weight * outcome),
            { abs: 1e-9 },
          )
          const rising = (score: number) =>
            steps.slice(0, score + 1).reduce((total, step) => total + step, -6)
          const loss = (at: (score: number) => number) =>
            sum(([score, outcome, weight]) => weight * (outcome - at(score)) ** 2)
          expect(loss((score) => applyIsotonic(model, score))).toBeLessThanOrEqual(loss(rising) + 1e-9)
        },
      ),
    )
  })

  test('takes 100,000 items that fall throughout in well under a second', () => {
    const scores = Array.from({ length: 100_000 }, (_, i) => i)
    const model = fitIsotonic(
      scores,
      scores.map((score) => -score),
    )
    expect(model.values.every((value) => Math.abs(value + 49_999.5) < 1e-6)).toBe(true)
  })

  test('refuses gaps, weights of 0 and NaN', () => {
    expect(() => fitIsotonic([], [])).toThrow('at least 1 value')
    expect(() => fitIsotonic([1], [1], [0])).toThrow('above 0')
    expect(() => fitIsotonic([1, 2], [1])).toThrow('2 and 1 values')
    expect(() => applyIsotonic({ scores: [1], values: [1] }, NaN)).toThrow('NaN')
  })
})

describe("Platt's scaling", () => {
  test('meets its two conditions: fitted probabilities and their products with the scores sum to those of the targets', () => {
    const item = fc.tuple(fc.double({ min: -50, max: 50, noNaN: true }), fc.boolean())
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 60 }), (list) => {
        const [scores, truth] = [list.map(([score]) => score), list.map(([, positive]) => positive)]
        const model = fitPlatt(scores, truth)
        const positives = truth.filter(Boolean).length
        const [high, low] = [(positives + 1) / (positives + 2), 1 / (truth.length - positives + 2)]
        const errors = scores.map((score, i) => applyPlatt(model, score) - (truth[i] ? high : low))
        const spread = Math.max(...scores.map(Math.abs), 1)
        expect(Math.abs(errors.reduce((sum, error) => sum + error, 0))).toBeLessThan(1e-5 * truth.length)
        const moment = errors.reduce((sum, error, i) => sum + error * scores[i]!, 0)
        expect(Math.abs(moment)).toBeLessThan(1e-5 * truth.length * spread)
      }),
    )
  })

  test('exists for classes that a threshold parts, for one class, and for equal scores', () => {
    const parted = fitPlatt([0, 1, 2, 3], [false, false, true, true])
    expect(applyPlatt(parted, 3)).toBeGreaterThan(0.5)
    expect(applyPlatt(parted, 3)).toBeLessThan(0.8)
    expectClose(applyPlatt(fitPlatt([1, 2, 3], [true, true, true]), 2), 4 / 5, { rel: 1e-6 })
    expectClose(applyPlatt(fitPlatt([2, 2, 2], [true, true, false]), 2), (2 * 0.75 + 1 / 3) / 3, {
      rel: 1e-6,
    })
  })

  test('finds the curve that made the data, whatever the scale of the scores', () => {
    const random = seededRandom(5)
    const x = Array.from({ length: 20_000 }, () => random() * 4 - 2)
    const truth = x.map((value) => random() < 1 / (1 + Math.exp(-(1.5 * value - 0.7))))
    const small = fitPlatt(x, truth)
    expect(Math.abs(small.slope - 1.5)).toBeLessThan(0.08)
    expect(Math.abs(small.intercept + 0.7)).toBeLessThan(0.06)
    const large = fitPlatt(
      x.map((value) => value * 1e9 + 1e12),
      truth,
    )
    expectClose(large.slope * 1e9, small.slope, { rel: 1e-4 })
  })

  test('refuses no items and NaN', () => {
    expect(() => fitPlatt([], [])).toThrow('at least 1 value')
    expect(() => applyPlatt({ slope: 1, intercept: 0 }, NaN)).toThrow('NaN')
  })
})

describe('the calibration error', () => {
  test('is what hand calculation gives', () => {
    const { expected, largest, brier, bins } = calibrationError(
      [0.1, 0.1, 0.75, 0.8],
      [false, true, true, true],
    )
    // Bins (0, 0.1]: 0.1 against 0.5; (0.7, 0.8]: 0.775 against 1.
    expectClose(expected, (2 * 0.4 + 2 * 0.225) / 4)
    expectClose(largest, 0.4)
    expectClose(brier, (0.01 + 0.81 + 0.0625 + 0.04) / 4)
    expect(bins.map((bin) => [bin.low, bin.high, bin.items, bin.rate])).toEqual([
      [0.1, 0.1, 2, 0.5],
      [0.75, 0.8, 2, 1],
    ])
  })

  test('counts 0 and 1 into the end bins', () => {
    const { expected, bins } = calibrationError([0, 1], [false, true])
    expect([expected, bins.length]).toEqual([0, 2])
  })

  const forecast = fc.array(fc.tuple(fc.integer({ min: 0, max: 20 }), fc.boolean()), {
    minLength: 1,
    maxLength: 60,
  })

  test('lies between 0 and 1, its bins hold every item once, and bins by count never part equal probabilities', () => {
    fc.assert(
      fc.property(
        forecast,
        fc.constantFrom('width' as const, 'count' as const),
        fc.integer({ min: 1, max: 80 }),
        (list, by, count) => {
          const probabilities = list.map(([twentieths]) => twentieths / 20)
          const { expected, largest, bins } = calibrationError(
            probabilities,
            list.map(([, positive]) => positive),
            {
              by,
              bins: count,
            },
          )
          expect(expected).toBeGreaterThanOrEqual(0)
          expect(largest).toBeLessThanOrEqual(1)
          expect(expected).toBeLessThanOrEqual(largest + 1e-12)
          expect(bins.reduce((sum, bin) => sum + bin.items, 0)).toBe(list.length)
          for (let i = 1; i < bins.length; i++) expect(bins[i]!.low).toBeGreaterThan(bins[i - 1]!.high)
          expect(bins.length).toBeLessThanOrEqual(count)
        },
      ),
    )
  })

  test('its interval reaches 0 for nearly every honest forecast, and leaves it for one that is off', () => {
    const random = seededRandom(9)
    const sample = (of: (p: number) => number) => {
      const probabilities = Array.from({ length: 300 }, () => random())
      return calibrationInterval(
        probabilities,
        probabilities.map((p) => random() < of(p)),
        random,
        { resamples: 200 },
      )
    }
    const runs = Array.from({ length: 60 })
    const honest = runs.map(() => sample((p) => p)).filter(({ low }) => low === 0).length
    const off = runs
      .map(() => sample((p) => p * p))
      .filter(({ low, high }) => low > 0 && high >= 1 / 6).length
    expect(honest).toBeGreaterThan(54)
    // The true error is the mean of p - p², which is 1/6.
    expect(off).toBeGreaterThan(51)
  })

  test('refuses probabilities beyond 0 to 1, no items and no bins', () => {
    expect(() => calibrationError([1.1], [true])).toThrow('1.1')
    expect(() => calibrationError([NaN], [true])).toThrow('NaN')
    expect(() => calibrationError([], [])).toThrow('at least one item')
    expect(() => calibrationError([0.5], [true], { bins: 0 })).toThrow('bins')
  })
})
