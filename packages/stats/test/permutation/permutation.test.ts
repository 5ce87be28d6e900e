import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { energyDistance, wassersteinDistance } from '../../src/distances/wasserstein.ts'
import {
  cramerVonMisesPermutation,
  energyTest,
  wassersteinTest,
} from '../../src/permutation/distance-tests.ts'
import { sequentialPermutation } from '../../src/permutation/sequential.ts'
import { countsTest } from '../../src/permutation/table-test.ts'
import { seededRandom } from '../../src/random/seeded.ts'
import { shuffleFront } from '../../src/random/shuffle.ts'
import { chiSquaredContingency } from '../../src/tables/contingency.ts'
import { cramerVonMisesExact } from '../../src/two-sample/cramer-von-mises-exact.ts'
import { enumeratedPValue } from '../enumerate.ts'
import { expectClose } from '../shared-data.ts'

const all = { permutations: 20_000, enough: 1e9 }
const small = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 2, maxLength: 6 })

describe('permutation tests', () => {
  test('stop after as many far permutations as are enough, and never answer 0', () => {
    let draws = 0
    expect(sequentialPermutation(1, () => (draws++ % 2 === 0 ? 1 : 0), { enough: 10 })).toBe(10 / 19)
    expect(draws).toBe(19)
    expect(sequentialPermutation(1, () => 0, { permutations: 99 })).toBe(0.01)
    expect(sequentialPermutation(0, () => 0)).toBe(1)
    expect(() => sequentialPermutation(1, () => 0, { permutations: 0 })).toThrow(/from 1/)
  })

  test('come to the share of all deals as far apart', () => {
    const random = seededRandom('deals')
    fc.assert(
      fc.property(small, small, (x, y) => {
        expect(
          Math.abs(energyTest(x, y, { random, ...all }).pValue - enumeratedPValue(x, y, energyDistance)),
        ).toBeLessThan(0.02)
        expect(
          Math.abs(
            wassersteinTest(x, y, { random, ...all }).pValue - enumeratedPValue(x, y, wassersteinDistance),
          ),
        ).toBeLessThan(0.02)
      }),
      { numRuns: 12, seed: 1 },
    )
  })

  test('a small sample against a large one has the same statistic and p-value, only sooner', () => {
    const random = seededRandom('unequal')
    const few = [0.31, 0.32, 0.4, 0.9]
    const many = Array.from({ length: 400 }, (_, i) => Math.round(i / 4) / 100)
    const { statistic, pValue } = energyTest(few, many, { random, ...all })
    expectClose(statistic, energyDistance(few, many))
    expectClose(energyTest(many, few, { random, permutations: 1 }).statistic, statistic)
    const fewer = energyTest(few, many.slice(0, 60), { random, ...all })
    expectClose(fewer.statistic, energyDistance(few, many.slice(0, 60)))
    const slow = sequentialPermutation(
      statistic,
      () => {
        const pooled = [...few, ...many]
        shuffleFront(pooled, 4, random)
        return energyDistance(pooled.slice(0, 4), pooled.slice(4))
      },
      { permutations: 2000, enough: 1e9 },
    )
    expect(Math.abs(pValue - slow)).toBeLessThan(0.04)
  })

  test('measure what the distances measure', () => {
    const random = seededRandom('measure')
    fc.assert(
      fc.property(small, small, (x, y) => {
        expectClose(energyTest(x, y, { random, permutations: 1 }).statistic, energyDistance(x, y))
        expectClose(wassersteinTest(x, y, { random, permutations: 1 }).statistic, wassersteinDistance(x, y))
      }),
    )
  })

  test('Cramér-von Mises by permutation comes to the exact test where there are no ties', () => {
    const x = [1, 4, 6, 9, 12, 13, 20]
    const y = [2, 3, 5, 7, 8, 10, 11, 14]
    const { pValue } = cramerVonMisesPermutation(x, y, { random: seededRandom('cvm'), ...all })
    expect(Math.abs(pValue - cramerVonMisesExact(x, y).pValue)).toBeLessThan(0.015)
  })

  test('counts by permutation have the statistic of χ², and its p-value where categories are large', () => {
    const random = seededRandom('counts')
    for (const [first, second] of [
      [
        [40, 60, 100],
        [30, 90, 120],
      ],
      [
        [200, 50, 30],
        [22, 7, 9],
      ],
    ] as const) {
      const exact = chiSquaredContingency([first, second])
      const { statistic, pValue } = countsTest(first, second, { random, ...all })
      expectClose(statistic, exact.statistic)
      expect(Math.abs(pValue - exact.pValue)).toBeLessThan(0.02)
    }
  })

  test('without a difference a p-value of at most 0.05 comes up in 5 % of tests, ties and rare categories included', () => {
    const random = seededRandom('level')
    const runs = 1500
    const alarms = [0, 0, 0]
    for (let run = 0; run < runs; run++) {
      const draw = () => Array.from({ length: 12 }, () => Math.floor(6 * random() ** 2))
      const [x, y] = [draw(), draw()]
      const counts = (values: number[]) =>
        [0, 1, 2, 3, 4, 5].map((k) => values.filter((value) => value === k).length)
      if (energyTest(x, y, { random }).pValue <= 0.05) alarms[0]!++
      if (cramerVonMisesPermutation(x, y, { random }).pValue <= 0.05) alarms[1]!++
      if (countsTest(counts(x), counts(y), { random }).pValue <= 0.05) alarms[2]!++
    }
    // Three standard errors are 1.7 %.
    for (const count of alarms) expect(Math.abs(count / runs - 0.05)).toBeLessThan(0.018)
  })

  test('a seed repeats the p-value', () => {
    const draw = () => energyTest([1, 2, 3, 4], [2, 3, 4, 9], { random: seededRandom(5) })
    expect(draw()).toEqual(draw())
  })
})
