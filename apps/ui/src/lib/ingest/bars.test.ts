import { expect, test } from 'vitest'
import { barsOf, niceCeiling } from './bars.ts'

const step = (accepted: number, refused: number) => ({
  time: '2026-11-20T00:00:00Z',
  received: accepted + refused,
  accepted,
  refused,
  stored: accepted,
})

test('a bar is as high as what came, and refused stands on accepted', () => {
  const { bars, most } = barsOf([step(60, 40), step(0, 0)], 200, 100)
  expect(most).toBe(100)
  expect(bars.map(({ accepted, refused }) => [accepted, refused])).toEqual([
    [
      { y: 40, height: 60 },
      { y: 0, height: 40 },
    ],
    [
      { y: 100, height: 0 },
      { y: 100, height: 0 },
    ],
  ])
})

test('one refused item among many is seen, and no bar leaves the drawing', () => {
  const { bars } = barsOf([step(999_999, 1)], 200, 100)
  expect(bars[0]?.refused.height).toBe(2)
  expect(bars[0]?.refused.y).toBeGreaterThanOrEqual(0)
})

test('the scale ends on a round number', () => {
  expect([1, 3, 10, 11, 60, 999].map(niceCeiling)).toEqual([1, 5, 10, 20, 100, 1000])
})
