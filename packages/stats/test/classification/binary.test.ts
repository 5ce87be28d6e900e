import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cohenKappa } from '../../src/agreement/cohen-kappa.ts'
import { auroc } from '../../src/classification/auroc.ts'
import { chooseThreshold } from '../../src/classification/choose-threshold.ts'
import { countConfusion } from '../../src/classification/confusion.ts'
import {
  accuracy,
  balancedAccuracy,
  confusionKappa,
  fBeta,
  matthewsCorrelation,
  precision,
  recall,
  specificity,
} from '../../src/classification/confusion-metrics.ts'
import { scoreLabels } from '../../src/classification/score-labels.ts'
import { normalDie } from '../normal-die.ts'
import { seededRandom } from '../../src/random/seeded.ts'
import { expectClose } from '../shared-data.ts'

const pairs = fc.array(fc.tuple(fc.boolean(), fc.boolean()), { minLength: 1, maxLength: 50 })
const scored = fc.array(fc.tuple(fc.integer({ min: 0, max: 8 }), fc.boolean()), {
  minLength: 1,
  maxLength: 40,
})

describe('a confusion table', () => {
  const counts = { truePositives: 6, falsePositives: 2, trueNegatives: 10, falseNegatives: 3 }

  test('gives what hand calculation gives', () => {
    expectClose(precision(counts)!, 6 / 8)
    expectClose(recall(counts)!, 6 / 9)
    expectClose(specificity(counts)!, 10 / 12)
    expectClose(accuracy(counts)!, 16 / 21)
    expectClose(balancedAccuracy(counts)!, (6 / 9 + 10 / 12) / 2)
    expectClose(fBeta(counts)!, 12 / 17)
    expectClose(fBeta(counts, 2)!, (5 * 6) / (5 * 6 + 4 * 3 + 2))
    expectClose(matthewsCorrelation(counts)!, (60 - 6) / Math.sqrt(8 * 9 * 12 * 13))
  })

  test('has no value where nothing can be divided', () => {
    const none = { truePositives: 0, falsePositives: 0, trueNegatives: 4, falseNegatives: 0 }
    for (const metric of [precision, recall, balancedAccuracy, fBeta, confusionKappa, matthewsCorrelation])
      expect(metric(none)).toBeNull()
    expect([accuracy(none), specificity(none)]).toEqual([1, 1])
  })

  test('is counted from pairs, and its kappa is that of two raters', () => {
    fc.assert(
      fc.property(pairs, (list) => {
        const [truth, predicted] = [list.map(([a]) => a), list.map(([, b]) => b)]
        const table = countConfusion(truth, predicted)
        const [kappa, byRaters] = [confusionKappa(table), cohenKappa(truth, predicted).kappa]
        if (kappa === null) expect(byRaters).toBeNull()
        else expectClose(kappa, byRaters!)
        const correlation = matthewsCorrelation(table)
        if (correlation !== null) expect(Math.abs(correlation)).toBeLessThanOrEqual(1 + 1e-12)
      }),
    )
  })

  test('refuses no pairs, lists of different length, counts that are none and a beta of 0', () => {
    expect(() => countConfusion([], [])).toThrow('at least one item')
    expect(() => countConfusion([true], [])).toThrow('1 and 0 values')
    expect(() => recall({ ...counts, truePositives: -1 })).toThrow('truePositives')
    expect(() => fBeta(counts, 0)).toThrow('beta')
  })
})

describe('scores of labels', () => {
  test('are what hand calculation gives', () => {
    const found = scoreLabels(['a', 'a', 'a', 'b', 'b', 'c'], ['a', 'a', 'b', 'b', 'c', 'd'])
    expectClose(found.accuracy, 3 / 6)
    expectClose(found.balancedAccuracy, (2 / 3 + 1 / 2 + 0) / 3)
    expectClose(found.macroF1, (4 / 5 + 2 / 4 + 0 + 0) / 4)
    expect(found.labels[3]).toEqual({ label: 'd', items: 0, recall: null, precision: 0, f1: 0 })
    expect(() => scoreLabels([], [])).toThrow('at least one item')
  })
})

describe('AUROC', () => {
  /** By definition: every pair of a positive and a negative. */
  function byPairs(items: (readonly [number, boolean])[]): number | null {
    let [won, count] = [0, 0]
    for (const [high, positive] of items) {
      for (const [low, other] of items) {
        if (!positive || other) continue
        count++
        won += high > low ? 1 : high === low ? 0.5 : 0
      }
    }
    return count === 0 ? null : won / count
  }
  const areaOf = (items: (readonly [number, boolean])[]) =>
    auroc(
      items.map(([score]) => score),
      items.map(([, positive]) => positive),
    )

  test('is the share of pairs in the right order, ties counting half, inside its interval', () => {
    fc.assert(
      fc.property(scored, (items) => {
        const [found, expected] = [areaOf(items), byPairs(items)]
        if (expected === null) expect(found).toEqual({ auroc: null, low: null, high: null })
        else {
          expectClose(found.auroc!, expected)
          expect(found.low).toBeLessThanOrEqual(expected + 1e-12)
          expect(found.high).toBeGreaterThanOrEqual(expected - 1e-12)
        }
      }),
    )
  })

  test('turns into 1 - area with the scores or the classes, and ignores any rising change', () => {
    fc.assert(
      fc.property(scored, (items) => {
        const area = areaOf(items).auroc
        if (area === null) return
        expectClose(areaOf(items.map(([score, positive]) => [-score, positive])).auroc!, 1 - area)
        expectClose(areaOf(items.map(([score, positive]) => [score, !positive])).auroc!, 1 - area)
        expectClose(areaOf(items.map(([score, positive]) => [Math.exp(score), positive])).auroc!, area)
      }),
    )
  })

  test('of a perfect score of few items keeps an interval with a width', () => {
    const {
      auroc: area,
      low,
      high,
    } = areaOf([
      [1, false],
      [2, false],
      [3, true],
      [4, true],
    ])
    expect([area, high]).toEqual([1, 1])
    expect(low).toBeGreaterThan(0.2)
    expect(low).toBeLessThan(0.8)
  })

  test('its interval holds the true area in 92 to 99 of 100 samples of 60', () => {
    const random = seededRandom(11)
    let covered = 0
    const runs = 1_000
    for (let run = 0; run < runs; run++) {
      const items = Array.from(
        { length: 60 },
        (_, i) => [normalDie(random) + (i < 20 ? 1.19 : 0), i < 20] as const,
      )
      const { low, high } = areaOf(items)
      // Φ(1.19/√2) of the normal law.
      if (low! <= 0.8 && 0.8 <= high!) covered++
    }
    expect(covered / runs).toBeGreaterThan(0.92)
    expect(covered / runs).toBeLessThan(0.99)
  })

  test('refuses scores that are no numbers', () => {
    expect(() => auroc([NaN], [true])).toThrow('NaN')
    expect(() => auroc([], [])).toThrow('at least 1 value')
  })
})

describe('a threshold', () => {
  test('is the best of all, whatever the measure', () => {
    const measures = [confusionKappa, balancedAccuracy, fBeta]
    fc.assert(
      fc.property(scored, fc.constantFrom(...measures), (items, measure) => {
        const [scores, truth] = [items.map(([score]) => score), items.map(([, positive]) => positive)]
        const at = (threshold: number) =>
          countConfusion(
            truth,
            scores.map((score) => score >= threshold),
          )
        const values = [Infinity, ...scores]
          .map((threshold) => measure(at(threshold)))
          .filter((value) => value !== null)
        const found = chooseThreshold(scores, truth, measure)
        if (found === null) {
          expect(values).toEqual([])
          return
        }
        expectClose(found.value, Math.max(...values))
        expect(at(found.threshold)).toEqual(found.confusion)
      }),
    )
  })

  test('lies halfway between the scores that it parts', () => {
    expect(chooseThreshold([1, 2, 5, 6], [false, false, true, true], confusionKappa)).toMatchObject({
      threshold: 3.5,
      value: 1,
    })
    expect(chooseThreshold([1, 2], [false, false], accuracy)).toMatchObject({ threshold: Infinity, value: 1 })
  })

  test('refuses scores that are no numbers and a measure that is NaN', () => {
    expect(() => chooseThreshold([NaN], [true], accuracy)).toThrow('NaN')
    expect(() => chooseThreshold([1], [true], () => NaN)).toThrow('answer null')
  })
})
