import type { Level, Ratings } from '../../src/agreement/code-ratings.ts'
import { krippendorffAlpha } from '../../src/agreement/krippendorff-alpha.ts'
import type { CaseResult } from './case-result.ts'
import { isClose } from './is-close.ts'

export interface AlphaCase {
  id: string
  published: boolean
  level: Level
  ratings: Ratings
  expected: number
  decimals: number | null
  value: number
}

/** Alpha of each case of krippendorff.json; published ones also to the digits that were printed. */
export function checkKrippendorffCases({ cases }: { cases: AlphaCase[] }): CaseResult[] {
  return cases.map(({ id, level, ratings, published, expected, decimals, value }) => {
    const { alpha } = krippendorffAlpha(ratings, level)
    const isMet =
      isClose(alpha ?? NaN, value, { rel: 0, abs: 1e-9 }) &&
      (!published || alpha?.toFixed(decimals!) === expected.toFixed(decimals!))
    return { id, test: level, faults: isMet ? [] : [`got ${String(alpha)}, expected ${value}`] }
  })
}
