import { PRICES, PRICE_VERSION } from '@assay/normalise/price/prices'
import { expect, test } from 'vitest'
import { findPriceFaults } from './rules/price-faults.ts'

test('every price says where it was read and when', () => {
  expect(PRICES.length).toBeGreaterThan(20)
  expect(findPriceFaults(PRICES, PRICE_VERSION.slice(0, 10))).toEqual([])
})

test('the checker finds prices without a source, with an impossible day, from the future, or per thousand', () => {
  const good = { model: 'a', input: 1, output: 2, source: 'https://example.com/prices', date: '2026-02-28' }
  const faults = (change: object) => findPriceFaults([{ ...good, ...change }], '2026-03-01').length
  expect([faults({}), faults({ source: 'the web' }), faults({ date: '2026-02-30' })]).toEqual([0, 1, 1])
  expect([faults({ date: '2026-04-01' }), faults({ input: -1 }), faults({ input: 5000 })]).toEqual([1, 1, 1])
  expect(findPriceFaults([good, good], '2026-03-01')).toHaveLength(1)
})
