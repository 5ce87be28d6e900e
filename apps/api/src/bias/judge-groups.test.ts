import { BIAS_DEFAULTS, type BiasSettings } from '@assay/contract/api/bias'
import { seededRandom } from '@assay/stats/random/seeded'
import { expect, test } from 'vitest'
import { NO_MOMENTS } from '../scores/estimate.ts'
import { judgeGroups, type GroupedMeasure } from './judge-groups.ts'

/** Sums of `n` unweighted answers of which so many are hits. */
const counts = (hits: number, n: number, weight = 1) => ({
  ...NO_MOMENTS,
  ...{ n, w: n * weight, ww: n * weight ** 2, wy: hits * weight },
  ...{ wwy: hits * weight ** 2, wwyy: hits * weight ** 2 },
})
const rates = (groups: Record<string, [hits: number, n: number]>, reference: string): GroupedMeasure => ({
  measure: 'rate',
  title: 'the rate of full_refusal (refusal)',
  reference,
  groups: Object.entries(groups).map(([group, [hits, n]]) => ({ group, moments: counts(hits, n) })),
})
const judge = (measure: GroupedMeasure, change: Partial<BiasSettings> = {}) =>
  Object.fromEntries(
    judgeGroups([measure], { ...BIAS_DEFAULTS, ...change }).groups[0]!.map((one) => [one.group, one]),
  )

test('a group that is refused three times as often differs, and its sentence has the numbers', () => {
  const { b } = judge(rates({ a: [20, 200], b: [60, 200] }, 'a'))
  expect(b).toMatchObject({ verdict: 'differs', n: 200, estimate: 0.3 })
  expect(b!.difference!.estimate).toBeCloseTo(0.2, 12)
  expect(b!.difference!.low).toBeGreaterThan(0.1)
  expect(b!.ratio!.estimate).toBeCloseTo(3, 12)
  // Katz: 3·exp(±1.96·√(0.7/60 + 0.9/20)).
  expect(b!.ratio!.low).toBeCloseTo(3 * Math.exp(-1.959964 * Math.sqrt(0.7 / 60 + 0.9 / 20)), 1)
  expect(b!.sentence).toMatch(/^The rate of full_refusal \(refusal\) is 20 points higher for b than for a/)
  expect(b!.sentence).toMatch(/95 % interval \+[\d.]+ points to \+[\d.]+ points\), 3 times as often/)
})

test('a group below the least number gets no verdict and no difference, but says how many there are', () => {
  const { b } = judge(rates({ a: [20, 200], b: [14, 14] }, 'a'))
  expect(b).toMatchObject({ verdict: 'too_few', difference: null, ratio: null, pValue: null, adjusted: null })
  expect(b!.sentence).toBe('Too few: 14 of 30.')
  const { d } = judge(rates({ c: [1, 9], d: [60, 200] }, 'c'))
  expect(d!.sentence).toBe('The reference c has too few: 9 of 30.')
})

test('scores of very unequal weight are worth few', () => {
  const heavy = { ...counts(10, 100), w: 1_099, ww: 99 + 1_000_000 }
  const { b } = judge({
    ...rates({ a: [20, 200] }, 'a'),
    groups: [
      { group: 'a', moments: counts(20, 200) },
      { group: 'b', moments: heavy },
    ],
  })
  expect(b!.verdict).toBe('too_few')
  expect(b!.sentence).toBe('Too few: 1 of 30 (its 100 scores are worth as many, after weighting).')
})

test('a clear difference below what matters is small, and none shown is no proof of none', () => {
  const { b } = judge(rates({ a: [10_000, 100_000], b: [11_000, 100_000] }, 'a'))
  expect(b!.verdict).toBe('small')
  const { c } = judge(rates({ a: [20, 200], c: [24, 200] }, 'a'))
  expect(c!.verdict).toBe('not_shown')
  expect(c!.sentence).toContain('does not say that there is none')
})

test('means are compared in standard deviations, and equal values throughout do not break', () => {
  const mean = (value: number, n: number, spread: number) => ({
    ...NO_MOMENTS,
    ...{ n, w: n, ww: n, wy: value * n, wwy: value * n, wwyy: (value ** 2 + spread ** 2) * n, unbinary: n },
  })
  const measure = (a: number, b: number, spread: number): GroupedMeasure => ({
    ...{ measure: 'mean', title: 'the mean of x', reference: 'a' },
    groups: [
      { group: 'a', moments: mean(a, 100, spread) },
      { group: 'b', moments: mean(b, 100, spread) },
    ],
  })
  expect(judge(measure(0.5, 0.7, 0.2))['b']).toMatchObject({ verdict: 'differs', ratio: null })
  expect(judge(measure(0.5, 0.51, 0.2))['b']).toMatchObject({ verdict: 'not_shown' })
  expect(judge(measure(0.5, 0.5, 0))['b']).toMatchObject({ verdict: 'not_shown', pValue: 1 })
  expect(judge(measure(0.5, 0.6, 0))['b']).toMatchObject({ verdict: 'differs', pValue: 0 })
})

test.for([['holm'], ['bh']] as const)(
  'without a difference few looks at five groups and four measures find one: $0',
  ([correction]) => {
    const random = seededRandom(`parity ${correction}`)
    const hits = (n: number) => Array.from({ length: n }, random).filter((value) => value < 0.2).length
    let alarms = 0
    for (let run = 0; run < 200; run++) {
      const measures = Array.from({ length: 4 }, () =>
        rates(Object.fromEntries(['a', 'b', 'c', 'd', 'e'].map((group) => [group, [hits(60), 60]])), 'a'),
      )
      const { groups, comparisons } = judgeGroups(measures, { ...BIAS_DEFAULTS, correction })
      expect(comparisons).toBe(16)
      if (groups.flat().some(({ verdict }) => verdict === 'differs' || verdict === 'small')) alarms++
    }
    expect(alarms / 200).toBeLessThanOrEqual(0.06)
  },
)

test('a rate of 0 or 1 has a difference and no ratio, for its interval would say that it is certain', () => {
  const { b, c } = judge(rates({ a: [100, 100], b: [40, 40], c: [0, 40] }, 'a'))
  for (const one of [b, c]) {
    expect(one!.difference).not.toBeNull()
    expect(one!.ratio).toBeNull()
  }
})
