import { describe, expect, test } from 'vitest'
import { categoricalDrift } from '../../src/drift/categorical-drift.ts'
import { numericDrift } from '../../src/drift/numeric-drift.ts'
import { populationStability, populationStabilityOfCounts } from '../../src/drift/population-stability.ts'
import { seededRandom } from '../../src/random/seeded.ts'
import { expectClose } from '../shared-data.ts'
import { normalDie } from '../normal-die.ts'

describe('drift of a number', () => {
  test('a shift of half a deviation is seen in 100 against 1,000 values nearly always', () => {
    const random = seededRandom('power')
    let seen = 0
    for (let run = 0; run < 100; run++) {
      const reference = Array.from({ length: 1000 }, () => normalDie(random))
      const current = Array.from({ length: 100 }, () => 0.5 + normalDie(random))
      if (numericDrift(reference, current, { random, permutations: 499 }).pValue <= 0.05) seen++
    }
    expect(seen).toBeGreaterThan(95)
  })

  test('the effect is 0 for equal samples and 1 where nothing overlaps, in small and large samples', () => {
    const random = seededRandom('effect')
    for (const size of [30, 3000]) {
      const values = Array.from({ length: size }, (_, i) => i)
      expect(numericDrift(values, values, { random })).toEqual({ pValue: 1, effect: 0 })
      const far = numericDrift(
        values,
        values.map((value) => value + size),
        { random },
      )
      expect(far.effect).toBe(1)
      expect(far.pValue).toBeLessThan(0.001)
    }
  })

  test('one drifted column among a hundred is still seen after correction: p-values go below 0.0005', () => {
    const random = seededRandom('small')
    const values = Array.from({ length: 40 }, (_, i) => i)
    const moved = values.map((value) => value + 30)
    expect(numericDrift(values, moved, { random }).pValue).toBeLessThan(0.0005)
  })
})

describe('drift of categories', () => {
  const random = seededRandom('categories')

  test('a change of shares is seen and measured by half of what moved', () => {
    const { pValue, effect } = categoricalDrift([500, 300, 200], [40, 40, 20], { random })
    expectClose(effect, 0.1)
    expect(pValue).toBeGreaterThan(0.05)
    expect(categoricalDrift([500, 300, 200], [300, 500, 200], { random }).pValue).toBeLessThan(1e-9)
  })

  test('a category that is new is drift where it is common and hardly where it is one of thirty', () => {
    expect(categoricalDrift([500, 500, 0], [15, 5, 10], { random }).pValue).toBeLessThan(0.001)
    expect(categoricalDrift([500, 500, 0], [15, 14, 1], { random }).pValue).toBeGreaterThan(0.02)
    expect(categoricalDrift([30, 0], [20, 10], { random }).pValue).toBeLessThan(0.001)
  })

  test('a single category can not drift, and empty samples are refused', () => {
    expect(categoricalDrift([5, 0], [9, 0], { random })).toEqual({ pValue: 1, effect: 0 })
    expect(() => categoricalDrift([0], [1], { random })).toThrow(/no counts/)
    expect(() => categoricalDrift([0.5], [1], { random })).toThrow(/whole number/)
    expect(() => categoricalDrift([1, 2], [1], { random })).toThrow(/one for each/)
  })
})

describe('the population stability index', () => {
  test('is the hand-calculated sum over shares with a half added', () => {
    const { psi, threshold, bins } = populationStabilityOfCounts([10, 30], [20, 20])
    const p = 10.5 / 41
    const q = 20.5 / 41
    expectClose(psi, (p - q) * Math.log(p / q) + (q - p) * Math.log((1 - p) / (1 - q)))
    expectClose(threshold, 3.841458820694124 / 20)
    expect(bins).toBe(2)
  })

  test('exceeds its threshold exactly where its p-value falls below alpha', () => {
    for (const current of [
      [25, 25, 50],
      [30, 30, 40],
      [33, 33, 34],
    ]) {
      const result = populationStabilityOfCounts([330, 330, 340], current)
      expect(result.psi > result.threshold).toBe(result.pValue < 0.05)
    }
  })

  test('sees values move away from a constant, and from one value that most have', () => {
    const constant = new Float64Array(200)
    const others = constant.map((_, i) => (i % 4 === 0 ? 1 : 0))
    expect(populationStability(constant, constant)).toEqual({ psi: 0, threshold: 0, pValue: 1, bins: 1 })
    expect(populationStability(constant, others).pValue).toBeLessThan(1e-6)
    expect(populationStability(others, constant).pValue).toBeLessThan(1e-6)
    expect(
      populationStability(
        others,
        others.map((value) => -value),
      ).pValue,
    ).toBeLessThan(1e-6)
  })

  test('refuses empty samples, wrong counts and a single bin', () => {
    expect(() => populationStability([], [1])).toThrow(/at least 1/)
    expect(() => populationStability([1], [1], { bins: 1 })).toThrow(/from 2/)
    expect(() => populationStabilityOfCounts([1, -1], [1, 1])).toThrow(/from 0/)
    expect(() => populationStabilityOfCounts([0, 0], [1, 1])).toThrow(/add up to 0/)
  })
})
