import { expect, it } from 'vitest'
import { createReceiving } from './create-receiving.ts'

it('rows of a backfill itself are no traffic, those of others are', () => {
  let rows = 1_000
  let nowMs = 0
  const receiving = createReceiving(
    () => rows,
    () => nowMs,
  )
  const second = (others: number, own: number) => {
    rows += others + own
    receiving.own(own)
    nowMs += 1_000
    return receiving.isReceiving()
  }
  expect(second(0, 0)).toBe(false)
  expect(second(0, 5_000)).toBe(false)
  expect(second(5_000, 5_000)).toBe(true)
  expect(second(10, 5_000)).toBe(false)
})
