import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cramerVonMisesSf } from '../../src/distributions/cramer-von-mises.ts'
import { andersonDarling } from '../../src/two-sample/anderson-darling.ts'
import { cramerVonMisesAsymptotic } from '../../src/two-sample/cramer-von-mises-asymptotic.ts'
import { cramerVonMisesExact } from '../../src/two-sample/cramer-von-mises-exact.ts'
import { eppsSingleton } from '../../src/two-sample/epps-singleton.ts'
import { mannWhitneyAsymptotic } from '../../src/two-sample/mann-whitney-asymptotic.ts'
import { mannWhitneyExact } from '../../src/two-sample/mann-whitney-exact.ts'
import { pooledTTest, welchTest } from '../../src/two-sample/welch.ts'
import { enumeratedPValue } from '../enumerate.ts'
import { expectClose } from '../shared-data.ts'

const untied = (least: number) =>
  fc
    .tuple(fc.integer({ min: least, max: 6 }), fc.integer({ min: least, max: 6 }))
    .chain(([n, m]) =>
      fc
        .uniqueArray(fc.integer({ min: -50, max: 50 }), { minLength: n + m, maxLength: n + m })
        .map((values): [number[], number[]] => [values.slice(0, n), values.slice(n)]),
    )
const numbers = (least: number) =>
  fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: least, maxLength: 40 })

describe('Mann-Whitney', () => {
  const u = (x: number[], y: number[]) =>
    x.reduce((sum, a) => sum + y.reduce((part, b) => part + (a > b ? 1 : a === b ? 0.5 : 0), 0), 0)

  test('the exact test is the share of all deals with a U as far out', () => {
    fc.assert(
      fc.property(untied(1), ([x, y]) => {
        expectClose(mannWhitneyExact(x, y).statistic, u(x, y))
        expectClose(mannWhitneyExact(x, y, 'greater').pValue, enumeratedPValue(x, y, u))
        expectClose(mannWhitneyExact(x, y, 'less').pValue, enumeratedPValue(y, x, u))
        const far = enumeratedPValue(x, y, (a, b) => Math.abs(u(a, b) - (a.length * b.length) / 2))
        expectClose(mannWhitneyExact(x, y).pValue, far)
      }),
      { numRuns: 50 },
    )
  })

  test("U of both samples add up to all pairs, and 'less' of one is 'greater' of the other", () => {
    fc.assert(
      fc.property(numbers(1), numbers(1), (x, y) => {
        const first = mannWhitneyAsymptotic(x, y, { alternative: 'less' })
        const second = mannWhitneyAsymptotic(y, x, { alternative: 'greater' })
        expectClose(first.statistic + second.statistic, x.length * y.length)
        expectClose(first.pValue!, second.pValue!)
      }),
    )
  })

  test('refuses to count more orders than fit in a tenth of a second', () => {
    const many = Array.from({ length: 200 }, (_, i) => i)
    expect(() => mannWhitneyExact(many, many)).toThrow(/mannWhitneyAsymptotic/)
  })
})

describe('Cramér-von Mises', () => {
  const t = (x: number[], y: number[]) => {
    const share = (values: number[], at: number) =>
      values.filter((value) => value <= at).length / values.length
    const all = [...x, ...y]
    const sum = all.reduce((part, at) => part + (share(x, at) - share(y, at)) ** 2, 0)
    return (sum * x.length * y.length) / all.length ** 2
  }

  test('the exact test is the share of all deals with a statistic as large', () => {
    fc.assert(
      fc.property(untied(2), ([x, y]) => {
        const { statistic, pValue } = cramerVonMisesExact(x, y)
        expectClose(statistic, t(x, y))
        expectClose(pValue, enumeratedPValue(x, y, t))
      }),
      { numRuns: 50 },
    )
  })

  test('the limit law has the values of printed tables', () => {
    expect(cramerVonMisesSf(0.46136).toFixed(4)).toBe('0.0500')
    expect(cramerVonMisesSf(0.74346).toFixed(4)).toBe('0.0100')
    expect([cramerVonMisesSf(0), cramerVonMisesSf(60)]).toEqual([1, 0])
  })

  test('the asymptotic test comes to the exact one', () => {
    const x = Array.from({ length: 20 }, (_, i) => i)
    const y = x.map((value) => value + 3.5)
    expect(Math.abs(cramerVonMisesAsymptotic(x, y).pValue - cramerVonMisesExact(x, y).pValue)).toBeLessThan(
      0.005,
    )
  })

  test('refuses samples of one value, and large ones for the exact test', () => {
    expect(() => cramerVonMisesExact([1], [2, 3])).toThrow(/at least 2/)
    expect(() => cramerVonMisesExact(new Float64Array(26), [1, 2])).toThrow(/up to 25/)
  })
})

describe("Welch's and Student's t-tests", () => {
  const x = [1, 2, 3, 4, 5]
  const y = [2, 4, 6, 8, 10]

  test('have the values of hand calculation: means 3 and 6, variances 2.5 and 10', () => {
    const welch = welchTest(x, y)!
    expectClose(welch.statistic, -3 / Math.sqrt(2.5))
    expectClose(welch.df, 6.25 / 1.0625)
    expectClose(welch.pValue, 0.10753119493062724, { rel: 1e-12 })
    const pooled = pooledTTest(x, y)!
    expectClose(pooled.statistic, -3 / Math.sqrt(2.5))
    expect(pooled.df).toBe(8)
    expectClose(pooled.pValue, 0.09434977284243766, { rel: 1e-12 })
  })

  test('the interval excludes 0 exactly where the test rejects', () => {
    fc.assert(
      fc.property(numbers(2), numbers(2), (a, b) => {
        for (const test of [welchTest(a, b), pooledTTest(a, b)]) {
          if (test === null || Math.abs(test.pValue - 0.05) < 1e-9) continue
          const isInside = test.interval.low <= 0 && 0 <= test.interval.high
          expect(isInside).toBe(test.pValue > 0.05)
        }
      }),
    )
  })

  test('one-sided p-values add up to 1 and their intervals are open on one side', () => {
    const less = welchTest(x, y, 'less')!
    const greater = welchTest(x, y, 'greater')!
    expectClose(less.pValue + greater.pValue, 1)
    expect([less.interval.low, greater.interval.high]).toEqual([-Infinity, Infinity])
    expect(pooledTTest(x, y, 'less')!.pValue).toBeLessThan(0.05)
  })

  test('without spread or with one value they are undefined, and say so by null', () => {
    expect([welchTest([1, 1], [1, 1]), welchTest([1, 1], [2, 2]), welchTest([1], [2, 3])]).toEqual([
      null,
      null,
      null,
    ])
    expect([pooledTTest([1, 1], [2, 2]), pooledTTest([1], [2])]).toEqual([null, null])
  })
})

describe('Anderson-Darling and Epps-Singleton', () => {
  test('do not change with the order of the samples, nor with scale', () => {
    fc.assert(
      fc.property(numbers(5), numbers(5), (x, y) => {
        const scaled = (values: number[]) => values.map((value) => 8 * value)
        for (const method of [andersonDarling, eppsSingleton]) {
          const first = method(x, y)
          const others = [method(y, x), method(scaled(x), scaled(y))]
          for (const other of others) {
            expect(other === null).toBe(first === null)
            if (first !== null && other !== null) {
              expectClose(other.statistic, first.statistic, { rel: 1e-4, abs: 1e-6 })
              expect(first.pValue >= 0 && first.pValue <= 1).toBe(true)
            }
          }
        }
      }),
    )
  })

  test('see a shift, and answer null where all values are equal', () => {
    const x = Array.from({ length: 30 }, (_, i) => Math.sin(i))
    const shifted = x.map((value) => value + 1)
    expect(andersonDarling(x, shifted)!.pValue).toBe(0.001)
    expect(andersonDarling(x, x)!.pValue).toBe(0.25)
    expect(eppsSingleton(x, shifted)!.pValue).toBeLessThan(0.001)
    expect([andersonDarling([2, 2, 2], [2, 2]), andersonDarling([1], [2, 3])]).toEqual([null, null])
    expect(eppsSingleton([2, 2, 2, 2, 2], [2, 2, 2, 2, 2])).toBeNull()
  })
})
