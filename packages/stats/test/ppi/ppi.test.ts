import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { labelsNeeded } from '../../src/ppi/labels-needed.ts'
import { ppiMean } from '../../src/ppi/ppi-mean.ts'
import type { PpiSample } from '../../src/ppi/ppi-moments.ts'
import { checkPpiCases, type PpiCase } from '../reference/ppi-cases.ts'
import { expectClose, hasSharedData, readStats } from '../shared-data.ts'

test.skipIf(!hasSharedData)('the mean equals every reference value (skipped without ASSAY_SHARED)', () => {
  const { cases } = readStats<PpiCase>('ppi.json')
  expect(cases).toHaveLength(60)
  expect(checkPpiCases({ cases }).filter(({ faults }) => faults.length > 0)).toEqual([])
})

const SMALL: PpiSample = { labels: [1, 0, 1, 1], judged: [1, 0, 0, 1], unlabelled: [1, 1, 0, 1] }

describe('the prediction-powered mean', () => {
  test('is what hand calculation gives', () => {
    // Cov(y, f) = 1/6, pooled Var f = (8/8·(5/8)(3/8))·8/7 = 15/56, n = N: λ = (1/6)/(2·15/56) = 14/45.
    const found = ppiMean(SMALL, { interval: 'normal' })
    expectClose(found.lambda, 14 / 45)
    expectClose(found.estimate, 0.75 + (14 / 45) * (0.75 - 0.5))
    const lambda = 14 / 45
    const variance = (lambda ** 2 * 0.25) / 4 + (0.25 - (2 * lambda) / 6 + lambda ** 2 / 3) / 4
    expectClose(found.standardError, Math.sqrt(variance))
    expectClose(found.labelWorth!, 0.25 / 4 / variance)
    expect(found.judgeOnly).toBe(0.75)
  })

  const value = fc.integer({ min: -20, max: 20 }).map((tenths) => tenths / 10)
  const sampleOf = (label: fc.Arbitrary<number>): fc.Arbitrary<PpiSample> =>
    fc
      .tuple(
        fc.array(fc.tuple(label, value), { minLength: 2, maxLength: 30 }),
        fc.array(value, { minLength: 2, maxLength: 40 }),
      )
      .map(([pairs, unlabelled]) => ({
        labels: pairs.map(([y]) => y),
        judged: pairs.map(([, f]) => f),
        unlabelled,
      }))

  test('never has a greater error than the labels alone by its own count, and the interval holds the estimate', () => {
    fc.assert(
      fc.property(sampleOf(value), (sample) => {
        const found = ppiMean(sample, { interval: 'normal' })
        expect(found.low).toBeLessThanOrEqual(found.estimate)
        expect(found.high).toBeGreaterThanOrEqual(found.estimate)
        const none = ppiMean(sample, { lambda: 0, interval: 'normal' })
        expectClose(none.estimate, none.classical.estimate)
        expectClose(none.standardError, none.classical.standardError)
      }),
    )
  })

  test('moves with the labels: shift and scale of labels and judge are those of the mean and of the interval', () => {
    fc.assert(
      fc.property(sampleOf(value), (sample) => {
        // Labels of 0 and 1 alone are a rate, which a shift would end.
        const scores = { ...sample, labels: [...sample.labels, 7], judged: [...sample.judged, 3] }
        const moved = {
          labels: scores.labels.map((y) => 3 * y + 2),
          judged: scores.judged.map((f) => 3 * f - 5),
          unlabelled: scores.unlabelled.map((f) => 3 * f - 5),
        }
        for (const interval of ['normal', 'small_sample'] as const) {
          const [before, after] = [ppiMean(scores, { interval }), ppiMean(moved, { interval })]
          for (const key of ['estimate', 'low', 'high'] as const)
            expectClose(after[key], 3 * before[key] + 2, { rel: 1e-7, abs: 1e-7 })
        }
      }),
    )
  })

  test('of a rate has an interval within 0 to 1 and with a width, even where all labels are the same', () => {
    fc.assert(
      fc.property(sampleOf(fc.integer({ min: 0, max: 1 })), (sample) => {
        const { low, high } = ppiMean(sample)
        expect(low).toBeGreaterThanOrEqual(0)
        expect(high).toBeLessThanOrEqual(1)
        expect(high - low).toBeGreaterThan(0.01)
      }),
    )
  })

  test('with equal weights is the mean without, and weights are 1 / inclusion probability', () => {
    fc.assert(
      fc.property(sampleOf(value), (sample) => {
        const [plain, equal] = [ppiMean(sample), ppiMean({ ...sample, weights: sample.labels.map(() => 4) })]
        for (const key of ['estimate', 'standardError', 'low', 'high'] as const)
          expectClose(equal[key], plain[key], { rel: 1e-7, abs: 1e-9 })
      }),
    )
    const weighted = ppiMean({ ...SMALL, weights: [1, 3, 1, 1] }, { lambda: 0 })
    expectClose(weighted.estimate, 3 / 6)
  })

  test('refuses too few items, gaps, weights of 0 and settings out of range', () => {
    expect(() => ppiMean({ ...SMALL, labels: [1], judged: [1] })).toThrow('at least 2')
    expect(() => ppiMean({ ...SMALL, unlabelled: [1] })).toThrow('at least 2')
    expect(() => ppiMean({ ...SMALL, labels: [1, 0, 1] })).toThrow('3 and 4')
    expect(() => ppiMean({ ...SMALL, judged: [1, 0, NaN, 1] })).toThrow('NaN')
    expect(() => ppiMean({ ...SMALL, weights: [1, 1, 1, 0] })).toThrow('inclusion probability')
    expect(() => ppiMean({ ...SMALL, weights: [1] })).toThrow('4 labels and 1 weights')
    expect(() => ppiMean(SMALL, { lambda: 2 })).toThrow('lambda')
    expect(() => ppiMean(SMALL, { confidence: 1 })).toThrow('confidence')
  })
})

describe('the labels that halve the error', () => {
  test('are three times as many where the judge is no help', () => {
    const labels = Array.from({ length: 40 }, (_, i) => i % 2)
    expect(labelsNeeded({ labels, judged: labels.map(() => 1), unlabelled: [1, 1, 1] })).toBe(120)
  })

  test('are the least number that does it, and more for less of an error', () => {
    const half = labelsNeeded(SMALL)!
    expect(labelsNeeded(SMALL, { share: 0.1 })).toBeGreaterThan(half)
    expect(labelsNeeded(SMALL, { share: 0.999 })).toBe(1)
    // The same items again and again: their moments stay, but for the divisor n - 1.
    const repeated = (times: number): PpiSample => ({
      ...SMALL,
      labels: Array.from({ length: times * 4 }, (_, i) => SMALL.labels[i % 4]!),
      judged: Array.from({ length: times * 4 }, (_, i) => SMALL.judged[i % 4]!),
    })
    const large = repeated(250)
    const more = labelsNeeded(large, { lambda: 0 })!
    const after = ppiMean(repeated(250 + more / 4), { lambda: 0 }).standardError
    expectClose(after, ppiMean(large, { lambda: 0 }).standardError / 2, { rel: 1e-3 })
  })

  test('have no number where the error is 0 or a fixed λ keeps half of it', () => {
    expect(labelsNeeded({ labels: [2, 2], judged: [1, 0], unlabelled: [1, 0] })).toBeNull()
    expect(labelsNeeded({ ...SMALL, labels: SMALL.judged }, { lambda: 1 })).toBeNull()
    expect(() => labelsNeeded(SMALL, { share: 1 })).toThrow('share')
  })
})
