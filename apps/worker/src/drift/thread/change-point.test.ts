import { seededRandom } from '@assay/stats/random/seeded'
import { expect, test } from 'vitest'
import { changePoint } from './change-point.ts'

test.for([0.5, 0.9, 0.97])('a change after a share of %d of a series is told within some values', (share) => {
  const random = seededRandom(`change ${share}`)
  const at = Math.round(1_000 * share)
  const series = Array.from({ length: 1_000 }, (_, i) => ({
    timeMs: i,
    value: random() + (i < at ? 0 : 0.7),
  }))
  expect(Math.abs(changePoint(series.toReversed())! - at)).toBeLessThan(15)
})

test('a short series has no change to tell', () => {
  expect(changePoint([])).toBeNull()
  expect(changePoint(Array.from({ length: 19 }, (_, i) => ({ timeMs: i, value: i })))).toBeNull()
})
