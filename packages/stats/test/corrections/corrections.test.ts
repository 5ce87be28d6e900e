import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { benjaminiHochberg, benjaminiYekutieli } from '../../src/corrections/benjamini-hochberg.ts'
import { holm } from '../../src/corrections/holm.ts'
import { expectClose } from '../shared-data.ts'

const pValues = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 30 })
const rejected = (adjusted: Float64Array) => [...adjusted].filter((p) => p <= 0.05).length

describe('corrections of many p-values', () => {
  test("reject what the example of Benjamini and Hochberg's paper rejects: 4 by theirs, 3 by Holm's", () => {
    const paper = [
      0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.324, 0.4262, 0.5719, 0.6528,
      0.759, 1,
    ]
    expect(rejected(benjaminiHochberg(paper))).toBe(4)
    expect(rejected(holm(paper))).toBe(3)
    expectClose(benjaminiHochberg(paper)[3]!, (0.0095 * 15) / 4)
    expectClose(holm(paper)[2]!, 0.0019 * 13)
  })

  test('reject the largest k with p(k) ≤ k·q/m, and by Holm the p-values before the first above alpha/(m − k + 1)', () => {
    fc.assert(
      fc.property(pValues, (values) => {
        const order = values.toSorted((a, b) => a - b)
        const m = order.length
        const stepUp = order.findLastIndex((p, i) => p <= (0.05 * (i + 1)) / m) + 1
        const firstKept = order.findIndex((p, i) => p > 0.05 / (m - i))
        // Exactly on the line rounding may decide.
        if (order.some((p, i) => Math.abs(p - (0.05 * (i + 1)) / m) < 1e-12)) return
        expect(rejected(benjaminiHochberg(values))).toBe(stepUp)
        expect(rejected(holm(values))).toBe(firstKept < 0 ? m : firstKept)
      }),
    )
  })

  test('lower no p-value, keep their order, and go with the places of the p-values', () => {
    fc.assert(
      fc.property(pValues, (values) => {
        for (const method of [benjaminiHochberg, benjaminiYekutieli, holm]) {
          const adjusted = method(values)
          const reversed = method(values.toReversed()).toReversed()
          expect([...adjusted]).toEqual([...reversed])
          for (const [i, p] of values.entries()) {
            expect(adjusted[i]! >= p && adjusted[i]! <= 1).toBe(true)
            for (const [j, q] of values.entries())
              if (p < q) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]!)
          }
        }
      }),
    )
  })

  test('of no p-values there are none, and what is no p-value is refused', () => {
    expect([benjaminiHochberg([]).length, holm([]).length]).toEqual([0, 0])
    expect(() => holm([0.5, NaN])).toThrow(/place 1/)
    expect(() => benjaminiHochberg([1.5])).toThrow(/place 0/)
  })
})
