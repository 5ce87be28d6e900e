import { describe, expect, test } from 'vitest'
import { meanDiscrepancy } from '../../src/drift/mean-discrepancy.ts'
import { seededRandom } from '../../src/random/seeded.ts'
import { expectClose } from '../shared-data.ts'
import { normalDie } from '../normal-die.ts'

describe('the maximum mean discrepancy', () => {
  test('has the hand-calculated value of four points', () => {
    // Distances between points of different sets and within are 1, but for 2 of the ends: the median is 1.
    const { statistic } = meanDiscrepancy([[0], [1]], [[1], [2]], { random: seededRandom(1) })
    const k = (d: number) => Math.exp(-(d * d) / 2)
    expectClose(statistic, k(1) + k(1) - (2 * (k(1) + k(2) + k(0) + k(1))) / 4)
  })

  test('sees a change of correlation that no single coordinate shows', () => {
    const random = seededRandom('correlation')
    const draw = (rho: number) =>
      Array.from({ length: 120 }, () => {
        const x = normalDie(random)
        return [x, rho * x + Math.sqrt(1 - rho * rho) * normalDie(random)]
      })
    expect(meanDiscrepancy(draw(0.9), draw(-0.9), { random }).pValue).toBeLessThan(0.01)
  })

  test('without a difference its p-value is at most 0.05 in 5 % of tests', () => {
    const random = seededRandom('mmd')
    const draw = (size: number) => Array.from({ length: size }, () => [normalDie(random), random()])
    let alarms = 0
    const runs = 400
    for (let run = 0; run < runs; run++) {
      if (meanDiscrepancy(draw(25), draw(15), { random, permutations: 199, enough: 10 }).pValue <= 0.05)
        alarms++
    }
    // Three standard errors.
    expect(Math.abs(alarms / runs - 0.05)).toBeLessThan(0.033)
  })

  test('points that are all equal have no discrepancy', () => {
    const points = [
      [1, 2],
      [1, 2],
      [1, 2],
    ]
    expect(meanDiscrepancy(points, points, { random: seededRandom(2) })).toEqual({ statistic: 0, pValue: 1 })
  })

  test('refuses too few and too many points, and dimensions that differ', () => {
    const random = seededRandom(3)
    expect(() => meanDiscrepancy([[1]], [[1], [2]], { random })).toThrow(/at least 2/)
    expect(() => meanDiscrepancy([[1], [2, 3]], [[1], [2]], { random })).toThrow(/dimensions/)
    expect(() => meanDiscrepancy([[1], [NaN]], [[1], [2]], { random })).toThrow(/finite/)
    const many = Array.from({ length: 1500 }, () => [0])
    expect(() => meanDiscrepancy(many, many, { random })).toThrow(/draw 2000/)
  })
})
