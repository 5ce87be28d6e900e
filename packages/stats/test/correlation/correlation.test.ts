import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { kendall } from '../../src/correlation/kendall.ts'
import { pearson } from '../../src/correlation/pearson.ts'
import { spearman } from '../../src/correlation/spearman.ts'
import { expectClose } from '../shared-data.ts'

const pairs = fc.array(fc.tuple(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 })), {
  minLength: 3,
  maxLength: 40,
})
const split = (values: [number, number][]): [number[], number[]] => [
  values.map(([x]) => x),
  values.map(([, y]) => y),
]

describe('correlations', () => {
  test('have hand-calculated values', () => {
    const x = [1, 2, 3, 4, 5]
    const y = [2, 1, 4, 3, 5]
    expectClose(pearson(x, y)!.statistic, 0.8)
    expectClose(spearman(x, y)!.statistic, 0.8)
    // 8 pairs rise together, 2 apart.
    expectClose(kendall(x, y, 'exact')!.statistic, 0.6)
    // Of 120 orders 1 + 4 + 9 have at most 2 pairs apart.
    expectClose(kendall(x, y, 'exact')!.pValue, (2 * 14) / 120)
  })

  test("Kendall's count over sorted pairs is that over all pairs", () => {
    fc.assert(
      fc.property(pairs, (values) => {
        let difference = 0
        let untiedX = 0
        let untiedY = 0
        for (const [i, [x, y]] of values.entries()) {
          for (const [u, v] of values.slice(i + 1)) {
            difference += Math.sign(x - u) * Math.sign(y - v)
            if (x !== u) untiedX++
            if (y !== v) untiedY++
          }
        }
        const result = kendall(...split(values))
        if (untiedX === 0 || untiedY === 0) expect(result).toBeNull()
        else expectClose(result!.statistic, difference / Math.sqrt(untiedX * untiedY))
      }),
    )
  })

  test('lie within −1 and 1, are symmetric, turn their sign with one side, and ranks see no rising function', () => {
    fc.assert(
      fc.property(pairs, (values) => {
        const [x, y] = split(values)
        for (const method of [pearson, spearman, kendall] as const) {
          const result = method(x, y)
          const others = [
            method(y, x),
            method(
              x.map((value) => -value),
              y,
            ),
          ]
          if (result === null) {
            expect(others).toEqual([null, null])
            continue
          }
          expect(Math.abs(result.statistic)).toBeLessThanOrEqual(1)
          expectClose(others[0]!.statistic, result.statistic)
          expectClose(others[1]!.statistic, -result.statistic)
        }
        const cubes = x.map((value) => value ** 3)
        if (spearman(x, y) !== null) expectClose(spearman(cubes, y)!.statistic, spearman(x, y)!.statistic)
      }),
    )
  })

  test("Pearson's interval holds the correlation and says nothing for three pairs", () => {
    const { interval, statistic } = pearson([1, 2, 3, 4, 5], [2, 1, 4, 3, 5])!
    expect(interval.low < statistic && statistic < interval.high).toBe(true)
    expect(pearson([1, 2, 4], [1, 3, 2])!.interval).toEqual({ low: -1, high: 1 })
    expect(pearson([1, 2, 3, 4], [2, 4, 6, 8])!.interval).toEqual({ low: 1, high: 1 })
  })

  test('constant sides have no correlation; unequal or short ones are refused', () => {
    expect([pearson([1, 1], [1, 2]), spearman([1, 2], [3, 3]), kendall([1, 1], [1, 2])]).toEqual([
      null,
      null,
      null,
    ])
    expect(pearson([0.1, 0.1, 0.1], [1, 2, 3])).toBeNull()
    expect(() => pearson([1], [1])).toThrow(/at least 2/)
    expect(() => spearman([1, 2], [1])).toThrow(/one for each/)
    expect(() => kendall([1, 1, 2], [1, 2, 3], 'exact')).toThrow(/without ties/)
  })
})
