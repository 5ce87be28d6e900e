import { expect, test } from 'vitest'
import { createHolds } from './budget-holds.ts'

test('shares that are refused together wait for no one, and not for each other', async () => {
  const holds = createHolds()
  const shares = [holds.begin('a'), holds.begin('a'), holds.begin('a')]
  expect(await Promise.all(shares.map((one) => one.refused()))).toEqual([false, false, false])
})

test('a share that is refused while another is held is asked for again when that ends', async () => {
  const holds = createHolds()
  const held = holds.begin('a')
  const other = holds.begin('b')
  const waits = holds.begin('a').refused()
  other.end()
  expect(await Promise.race([waits, Promise.resolve('waits')])).toBe('waits')
  held.end()
  expect(await waits).toBe(true)
  const late = holds.begin('a')
  const early = holds.begin('a')
  early.end()
  expect(await late.refused()).toBe(true)
})
