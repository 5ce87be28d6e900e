import { seededRandom } from '@assay/stats/random/seeded'
import { expect, it } from 'vitest'
import { quantileOf } from './quantile-of.ts'

it('no value has no quantile, and one value has no interval', () => {
  expect(quantileOf([], 0.5)).toBeNull()
  expect(quantileOf([7], 0.95)).toEqual({ n: 1, estimate: 7, low: null, high: null })
})

it('the median of ten values lies between the second and the ninth', () => {
  const ten = [10, 9, 8, 7, 6, 5, 4, 3, 2, 1]
  expect(quantileOf(ten, 0.5)).toEqual({ n: 10, estimate: 5.5, low: 2, high: 9 })
})

it('few values bound a high quantile from below alone', () => {
  const found = quantileOf(
    Array.from({ length: 50 }, (_, i) => i + 1),
    0.95,
  )
  expect(found?.low).toBeGreaterThan(40)
  expect(found?.high).toBeNull()
})

it('the interval holds the quantile in at least 95 of 100 samples', () => {
  const random = seededRandom(4)
  for (const [n, share] of [
    [30, 0.5],
    [400, 0.95],
  ] as const) {
    let held = 0
    for (let run = 0; run < 400; run++) {
      const { low, high } = quantileOf(
        Array.from({ length: n }, () => random() ** 3),
        share,
      )!
      if ((low ?? -Infinity) <= share ** 3 && share ** 3 <= (high ?? Infinity)) held++
    }
    expect(held / 400).toBeGreaterThan(0.94)
  }
})
