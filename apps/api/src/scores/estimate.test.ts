import type { ScoreMoments } from '@assay/store/clickhouse/queries/score-moments'
import { newcombe } from '@assay/stats/intervals/newcombe'
import { weightedMean } from '@assay/stats/intervals/weighted-mean'
import { weightedRate } from '@assay/stats/intervals/weighted-rate'
import { welchTest } from '@assay/stats/two-sample/welch'
import { expect, test } from 'vitest'
import { addMoments, compareMoments, estimateOf, measureOf, NO_MOMENTS } from './estimate.ts'

/** The sums that the store makes of scores. */
function momentsOf(values: readonly number[], probabilities: readonly number[]): ScoreMoments {
  return values.reduce((sum, y, i) => {
    const w = 1 / (probabilities[i] ?? 1)
    const one = { n: 1, failed: 0, w, ww: w * w, wy: w * y, wwy: w * w * y, wwyy: (w * y) ** 2 }
    return addMoments(sum, { ...one, unbinary: Number(y !== 0 && y !== 1) })
  }, NO_MOMENTS)
}

const draw = (n: number, salt: number) =>
  Array.from({ length: n }, (_, i) => ((i * 7919 + salt * 104729) % 997) / 997)
const PROBABILITIES = draw(200, 3).map((share) => (share < 0.5 ? 1 : 0.1))

test('a mean from sums is that of the scores, with its interval', () => {
  const values = draw(200, 1)
  const wanted = weightedMean(values, PROBABILITIES)
  const found = estimateOf(momentsOf(values, PROBABILITIES), 'mean')
  expect(found.n).toBe(200)
  expect(found.estimate).toBeCloseTo(wanted.mean, 12)
  expect(found.effectiveSize).toBeCloseTo(wanted.effectiveSize, 9)
  expect(found.low).toBeCloseTo(wanted.interval!.low, 10)
  expect(found.high).toBeCloseTo(wanted.interval!.high, 10)
  expect(found.population).toBeCloseTo(
    PROBABILITIES.reduce((sum, p) => sum + 1 / p, 0),
    9,
  )
})

test('a rate from sums is that of the scores, with its interval', () => {
  const values = draw(200, 2).map((value) => Number(value < 0.1))
  const wanted = weightedRate(values, PROBABILITIES)
  const found = estimateOf(momentsOf(values, PROBABILITIES), 'rate')
  expect(found.estimate).toBeCloseTo(wanted.rate, 12)
  expect(found.effectiveSize).toBeCloseTo(wanted.effectiveSize, 8)
  expect(found.low).toBeCloseTo(wanted.low, 10)
  expect(found.high).toBeCloseTo(wanted.high, 10)
})

test('a rate of 0 or 1 has an interval, and a mean of equal values one of no width', () => {
  const none = estimateOf(momentsOf([0, 0, 0], [1, 1, 1]), 'rate')
  expect(none).toMatchObject({ estimate: 0, low: 0 })
  expect(none.high).toBeGreaterThan(0.5)
  const equal = estimateOf(momentsOf([0.3, 0.3, 0.3], [1, 0.1, 1]), 'mean')
  expect(equal.effectiveSize).toBeLessThan(2)
  expect(equal.low).toBeNull()
  const more = estimateOf(momentsOf(Array<number>(50).fill(0.3), Array<number>(50).fill(0.7)), 'mean')
  expect(more.low).toBe(more.high)
})

test('without scores nothing is said, and of one no interval of a mean', () => {
  expect(estimateOf(NO_MOMENTS, 'mean')).toEqual({
    n: 0,
    effectiveSize: 0,
    population: 0,
    estimate: null,
    low: null,
    high: null,
  })
  expect(estimateOf(momentsOf([0.5], [0.5]), 'mean')).toMatchObject({ estimate: 0.5, low: null, high: null })
  expect(compareMoments(NO_MOMENTS, momentsOf([1, 0], [1, 1]), 'rate')).toEqual({
    difference: null,
    detectable: null,
  })
})

test('two rates differ as Newcombe has it, two means as Welch has it', () => {
  const one = Array<number>(100).fill(1)
  const [a, b] = [draw(100, 4).map((v) => Number(v < 0.6)), draw(80, 5).map((v) => Number(v < 0.4))]
  const count = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0)
  // Without weights the effective size is one less than n, as variances divide by n − 1.
  const wanted = newcombe((count(a) * 99) / 100, 99, (count(b) * 79) / 80, 79)
  const rates = compareMoments(momentsOf(a, one), momentsOf(b, one), 'rate')
  expect(rates.difference?.estimate).toBeCloseTo(wanted.difference, 12)
  expect(rates.difference?.low).toBeCloseTo(wanted.low, 9)
  expect(rates.difference?.high).toBeCloseTo(wanted.high, 9)
  const [x, y] = [draw(60, 6), draw(40, 7).map((v) => v * 2)]
  const means = compareMoments(momentsOf(x, one), momentsOf(y, one), 'mean')
  const { low, high } = means.difference!
  const { interval } = welchTest(x, y)!
  expect(low).toBeCloseTo(interval.low, 10)
  expect(high).toBeCloseTo(interval.high, 10)
  expect(means.difference!.estimate).toBeCloseTo(count(x) / 60 - count(y) / 40, 12)
  expect(means.detectable).toBeGreaterThan(0)
})

test('values of 0 and 1 throughout make a rate, and a label always does', () => {
  expect(measureOf(momentsOf([0, 1, 1], [1, 1, 1]), undefined)).toBe('rate')
  expect(measureOf(momentsOf([0, 1, 0.5], [1, 1, 1]), undefined)).toBe('mean')
  expect(measureOf(NO_MOMENTS, undefined)).toBe('mean')
  expect(measureOf(momentsOf([0.5], [1]), 'bad')).toBe('rate')
})
