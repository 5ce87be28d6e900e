import fc from 'fast-check'
import { expect, test } from 'vitest'
import { krippendorffInterval } from '../../src/agreement/alpha-interval.ts'
import type { Level } from '../../src/agreement/code-ratings.ts'
import { krippendorffAlpha } from '../../src/agreement/krippendorff-alpha.ts'
import { type AlphaCase, checkKrippendorffCases } from '../reference/krippendorff-cases.ts'
import { expectClose, hasSharedData, readStats } from '../shared-data.ts'
import { seededRandom } from '../../src/random/seeded.ts'

test.skipIf(!hasSharedData)('alpha equals every reference value (skipped without ASSAY_SHARED)', () => {
  const { cases } = readStats<AlphaCase>('krippendorff.json')
  expect(cases).toHaveLength(104)
  expect(checkKrippendorffCases({ cases }).filter(({ faults }) => faults.length > 0)).toEqual([])
})

const LEVELS = ['nominal', 'ordinal', 'interval', 'ratio'] as const

// Two raters, five units, one disagreement: Do = 2/10, De = 2·5·5/(10·9), whatever 1 and 2 differ by.
const SMALL = [
  [1, 1, 2, 2, 1],
  [1, 1, 2, 2, 2],
]

test('alpha is what hand calculation gives: 1 - 0.2/(50/90)', () => {
  for (const level of LEVELS) expectClose(krippendorffAlpha(SMALL, level).alpha!, 0.64, {}, level)
  expect(krippendorffAlpha(SMALL, 'nominal')).toMatchObject({ units: 5, ratings: 10 })
})

test('units with fewer than two ratings do not count', () => {
  const ragged = SMALL.map((row, rater) => [...row, rater === 0 ? 9 : null])
  expect(krippendorffAlpha(ragged, 'interval')).toEqual(krippendorffAlpha(SMALL, 'interval'))
  const shorter = [[...SMALL[0]!, 9], SMALL[1]!]
  expect(krippendorffAlpha(shorter, 'interval')).toEqual(krippendorffAlpha(SMALL, 'interval'))
})

test('alpha has no value where nobody shares a unit or all ratings are the same', () => {
  expect(krippendorffAlpha([], 'nominal')).toEqual({ alpha: null, units: 0, ratings: 0 })
  expect(
    krippendorffAlpha(
      [
        [1, null],
        [null, 2],
      ],
      'ratio',
    ).alpha,
  ).toBeNull()
  expect(
    krippendorffAlpha(
      [
        [3, 3],
        [3, 3],
      ],
      'interval',
    ).alpha,
  ).toBeNull()
})

test('a level refuses labels that it can not measure, with the level to take instead', () => {
  expect(() => krippendorffAlpha([['a'], ['b']], 'ordinal')).toThrow('use the level nominal')
  expect(() => krippendorffAlpha([[-1], [1]], 'ratio')).toThrow('use the level interval')
  expect(() => krippendorffAlpha([[NaN], [1]], 'interval')).toThrow('NaN')
})

test('a unit of very many ratings is counted like any other', () => {
  const raters = Array.from({ length: 300 }, (_, i) => [i % 3, i % 2])
  const [few, all] = [raters.slice(0, 60), raters].map((rows) => krippendorffAlpha(rows, 'interval').alpha!)
  expect(Math.abs(few! - all!)).toBeLessThan(0.02)
})

const matrix = fc.array(
  fc.array(fc.option(fc.integer({ min: 0, max: 5 })), { minLength: 2, maxLength: 12 }),
  { minLength: 2, maxLength: 5 },
)

test('alpha is at most 1, and the same in any order of raters and of units', () => {
  fc.assert(
    fc.property(matrix, fc.constantFrom(...LEVELS), (ratings, level) => {
      const { alpha } = krippendorffAlpha(ratings, level)
      const turned = krippendorffAlpha([...ratings].reverse(), level).alpha
      const length = Math.max(...ratings.map((row) => row.length))
      const padded = ratings.map((row) =>
        [...row, ...new Array<null>(length - row.length).fill(null)].reverse(),
      )
      const mirrored = krippendorffAlpha(padded, level).alpha
      if (alpha === null) {
        expect([turned, mirrored]).toEqual([null, null])
        return
      }
      expect(alpha).toBeLessThanOrEqual(1)
      expectClose(turned!, alpha)
      expectClose(mirrored!, alpha)
    }),
  )
})

test('interval alpha ignores shift and scale, ratio alpha scale, ordinal alpha any rising change, nominal alpha any names', () => {
  const changes: Record<Level, (value: number) => number> = {
    nominal: (value) => (value * 7 + 3) % 11,
    ordinal: (value) => Math.exp(value),
    interval: (value) => 40 - 3 * value,
    ratio: (value) => value * 0.125,
  }
  fc.assert(
    fc.property(matrix, fc.constantFrom(...LEVELS), (ratings, level) => {
      const changed = ratings.map((row) =>
        row.map((value) => (value === null ? null : changes[level](value))),
      )
      const [before, after] = [ratings, changed].map((rows) => krippendorffAlpha(rows, level).alpha)
      if (before == null) expect(after).toBeNull()
      else expectClose(after!, before, { abs: 1e-9 })
    }),
  )
})

test('the interval holds the alpha of many like units in 90 to 99 of 100 samples', () => {
  const random = seededRandom(7)
  const ratings = (units: number) => {
    const truth = Array.from({ length: units }, () => Math.floor(random() * 3))
    return [0, 1, 2].map(() => truth.map((value) => (random() < 0.25 ? Math.floor(random() * 3) : value)))
  }
  const truth = krippendorffAlpha(ratings(100_000), 'nominal').alpha!
  const runs = 200
  let covered = 0
  for (let run = 0; run < runs; run++) {
    const { low, high } = krippendorffInterval(ratings(80), 'nominal', random, { resamples: 300 })
    if (low! <= truth && truth <= high!) covered++
  }
  expect(covered / runs).toBeGreaterThanOrEqual(0.9)
  expect(covered / runs).toBeLessThanOrEqual(0.99)
})

test('the interval repeats with its dice, and has no bounds where alpha has no value', () => {
  const once = krippendorffInterval(SMALL, 'nominal', seededRandom(1))
  expect(krippendorffInterval(SMALL, 'nominal', seededRandom(1))).toEqual(once)
  expect(once.low).toBeLessThanOrEqual(once.alpha!)
  expect(once.high).toBeGreaterThanOrEqual(once.alpha!)
  expect(krippendorffInterval([[1], [1]], 'nominal', seededRandom(1))).toEqual({
    alpha: null,
    low: null,
    high: null,
  })
  expect(() => krippendorffInterval(SMALL, 'nominal', seededRandom(1), { resamples: 10 })).toThrow('from 100')
  expect(() => krippendorffInterval(SMALL, 'nominal', seededRandom(1), { confidence: 95 })).toThrow('below 1')
})
