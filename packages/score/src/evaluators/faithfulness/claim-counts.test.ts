import { expect, test } from 'vitest'
import { type ClaimCounts, emptyCounts, sumCounts } from './claim-counts.ts'

test('every count of several claims is added up', () => {
  const keys = Object.keys(emptyCounts()) as (keyof ClaimCounts)[]
  const numbered = (times: number) =>
    Object.fromEntries(keys.map((key, at) => [key, times * (at + 1)])) as ClaimCounts
  expect(sumCounts([numbered(1), numbered(10), numbered(100)])).toEqual(numbered(111))
})
