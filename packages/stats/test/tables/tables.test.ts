import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalSf } from '../../src/distributions/normal.ts'
import { binomialTest } from '../../src/tables/binomial-test.ts'
import { chiSquaredContingency, gContingency } from '../../src/tables/contingency.ts'
import { fisherExact } from '../../src/tables/fisher-exact.ts'
import { chiSquaredFit, gFit } from '../../src/tables/goodness-of-fit.ts'
import { twoProportions } from '../../src/tables/two-proportions.ts'
import { choices } from '../enumerate.ts'
import { expectClose } from '../shared-data.ts'

const count = fc.integer({ min: 0, max: 40 })
const positive = fc.integer({ min: 1, max: 40 })

describe('tests of a table of counts', () => {
  test('χ² of a 2×2 table is N·(ad − bc)² over the product of its sums, Yates takes off N/2', () => {
    const table = [
      [10, 20],
      [30, 40],
    ]
    expectClose(chiSquaredContingency(table).statistic, (100 * 200 ** 2) / (30 * 70 * 40 * 60))
    expectClose(
      chiSquaredContingency(table, { yates: true }).statistic,
      (100 * 150 ** 2) / (30 * 70 * 40 * 60),
    )
    expect(chiSquaredContingency(table).expected).toEqual([
      [12, 18],
      [28, 42],
    ])
  })

  test('G is twice the sum of count times log ratio', () => {
    const g = 2 * (1 * Math.log(1 / 2) + 3 * Math.log(3 / 2) + 3 * Math.log(3 / 2) + 1 * Math.log(1 / 2))
    expectClose(
      gContingency([
        [1, 3],
        [3, 1],
      ]).statistic,
      g,
    )
    expectClose(gFit([1, 3], [2, 2]).statistic, g / 2)
  })

  test('independent counts give 0, a single row or column gives 1, and turning the table changes nothing', () => {
    expect(
      chiSquaredContingency([
        [2, 4],
        [3, 6],
      ]),
    ).toMatchObject({ statistic: 0, pValue: 1, dof: 1 })
    expect(chiSquaredContingency([[2, 4]])).toMatchObject({ statistic: 0, pValue: 1, dof: 0 })
    fc.assert(
      fc.property(
        fc.array(fc.tuple(positive, positive, positive), { minLength: 2, maxLength: 5 }),
        (rows) => {
          const turned = [0, 1, 2].map((j) => rows.map((row) => row[j]!))
          for (const method of [chiSquaredContingency, gContingency])
            expectClose(method(rows).pValue, method(turned).pValue, { rel: 1e-9, abs: 1e-12 })
        },
      ),
    )
  })

  test('χ² against known counts has the hand-calculated value', () => {
    const { statistic, pValue } = chiSquaredFit([8, 12], [10, 10])
    expectClose(statistic, 0.8)
    expectClose(pValue, 2 * normalSf(Math.sqrt(0.8)))
    expect(chiSquaredFit([3], [3]).pValue).toBe(1)
  })

  test('refuses ragged, negative and empty tables with a sentence', () => {
    expect(() => chiSquaredContingency([[1, 2], [3]])).toThrow(/as many in each/)
    expect(() => chiSquaredContingency([[1, -2]])).toThrow(/from 0/)
    expect(() => chiSquaredContingency([])).toThrow(/empty/)
    expect(() =>
      chiSquaredContingency([
        [0, 1],
        [0, 2],
      ]),
    ).toThrow(/leave it out/)
    expect(() => chiSquaredFit([1], [0])).toThrow(/above 0/)
    expect(() => gFit([], [])).toThrow(/at least one/)
  })
})

describe("Fisher's exact test", () => {
  test('is 34 of 70 for the lady who tells 3 of 4 cups, 18 of 70 by half of what is equal', () => {
    const { pValue, midP } = fisherExact(3, 1, 1, 3)
    expectClose(pValue, 34 / 70)
    expectClose(midP, 18 / 70)
  })

  test('is the share of all deals that are not likelier', () => {
    fc.assert(
      fc.property(fc.tuple(count, count, count, count), (cells) => {
        const [a, b, c, d] = cells.map((cell) => cell % 4) as [number, number, number, number]
        const tables = [...choices(a + b + c + d, a + b)].map((choice) =>
          choice.slice(0, a + c).reduce((sum, cell) => sum + cell, 0),
        )
        const share = (k: number) => tables.filter((cell) => cell === k).length / tables.length
        const seen = share(a)
        const expected = tables.filter((cell) => share(cell) <= seen + 1e-9).length / tables.length
        expectClose(fisherExact(a, b, c, d).pValue, expected)
      }),
      { numRuns: 40 },
    )
  })

  test('a table with an empty row or column says nothing', () => {
    expect(fisherExact(0, 0, 3, 4)).toEqual({ pValue: 1, midP: 1 })
    expect(fisherExact(0, 3, 0, 4)).toEqual({ pValue: 1, midP: 1 })
  })
})

describe('tests of rates', () => {
  test('8 heads of 10 have the p-value 112/1024', () => {
    expectClose(binomialTest(8, 10, 0.5), 112 / 1024)
    expectClose(binomialTest(8, 10, 0.5, 'greater'), 56 / 1024)
    expectClose(binomialTest(8, 10, 0.5, 'less'), 1013 / 1024)
    expect([binomialTest(0, 3, 0), binomialTest(1, 3, 0), binomialTest(3, 3, 1)]).toEqual([1, 0, 1])
  })

  test('the z-test of two rates is the root of χ²', () => {
    fc.assert(
      fc.property(positive, positive, positive, positive, (a, b, c, d) => {
        const { statistic, pValue } = twoProportions(a, a + b, c, c + d)
        const chi = chiSquaredContingency([
          [a, b],
          [c, d],
        ])
        expectClose(statistic ** 2, chi.statistic, { rel: 1e-9, abs: 1e-12 })
        expectClose(pValue, chi.pValue, { rel: 1e-9 })
      }),
    )
    expect(twoProportions(0, 5, 0, 9)).toEqual({ statistic: 0, pValue: 1 })
    expect(() => twoProportions(1, 0, 1, 1)).toThrow(/above 0/)
  })
})
