import { describe, expect, test } from 'vitest'
import { normalQuantile } from '../../src/distributions/normal.ts'
import { bootstrapInterval } from '../../src/intervals/bootstrap.ts'
import { jackknife } from '../../src/intervals/jackknife.ts'
import { seededRandom } from '../../src/random/seeded.ts'
import { mean } from '../../src/shared/moments.ts'

describe('the bootstrap', () => {
  test('a seed repeats its interval', () => {
    const values = [3, 1, 4, 1, 5, 9, 2, 6]
    const draw = () => bootstrapInterval(values, mean, { random: seededRandom('pi') })
    expect(draw()).toEqual(draw())
    expect(draw().estimate).toBe(mean(values))
  })

  test("for a mean of many values both methods come to the normal law's interval", () => {
    const values = Array.from({ length: 2000 }, (_, i) => normalQuantile((i + 0.5) / 2000))
    const error = 1.96 / Math.sqrt(2000)
    for (const method of ['percentile', 'bca'] as const) {
      const { low, high } = bootstrapInterval(values, mean, { random: seededRandom('n'), method })
      expect(Math.abs(low + error)).toBeLessThan(0.15 * error)
      expect(Math.abs(high - error)).toBeLessThan(0.15 * error)
    }
  })

  test('the corrected interval of a skewed mean covers more than the plain one, and about 92 % at n = 40', () => {
    const random = seededRandom('skew')
    const covered = { percentile: 0, bca: 0 }
    const runs = 400
    for (let run = 0; run < runs; run++) {
      const values = Array.from({ length: 40 }, () => -Math.log(1 - random()))
      for (const method of ['percentile', 'bca'] as const) {
        const { low, high } = bootstrapInterval(values, mean, { random, method, resamples: 500 })
        if (low <= 1 && 1 <= high) covered[method]++
      }
    }
    expect(covered.bca).toBeGreaterThanOrEqual(covered.percentile)
    expect(covered.bca / runs).toBeGreaterThan(0.9)
  })

  test('a statistic that never changes has an interval of no width', () => {
    const { low, high } = bootstrapInterval([2, 2, 2], mean, { random: seededRandom(1) })
    expect([low, high]).toEqual([2, 2])
  })

  test('leaves out blocks of large samples, so that its time stays bounded', () => {
    expect(jackknife(Float64Array.of(1, 2, 3), mean)).toEqual(Float64Array.of(2.5, 2, 1.5))
    let calls = 0
    jackknife(new Float64Array(10_000), () => ++calls)
    expect(calls).toBe(500)
  })

  test('refuses a statistic that is no number, and too few values or resamples', () => {
    const random = seededRandom(2)
    expect(() => bootstrapInterval([1, 2], () => NaN, { random })).toThrow(/finite number/)
    expect(() => bootstrapInterval([1], mean, { random })).toThrow(/at least 2/)
    expect(() => bootstrapInterval([1, 2], mean, { random, resamples: 10 })).toThrow(/from 100/)
  })
})
