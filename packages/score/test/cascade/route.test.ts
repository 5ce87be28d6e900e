import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chooseAskBelow } from '../../src/cascade/choose-ask-below.ts'
import { replayCascade } from '../../src/cascade/replay-cascade.ts'
import { routeFreeTier, routeJudged } from '../../src/cascade/route.ts'
import type { Scored } from '../../src/evaluation.ts'
import { notApplicable } from '../../src/evaluate.ts'
import type { Judged } from '../../src/judge/judged.ts'

const scored = (label: string, confidence: number | null): Scored => ({
  kind: 'scored',
  value: 1,
  label,
  explanation: '',
  findings: [],
  confidence,
  details: {},
  isCut: false,
})

const THRESHOLDS = { askJudgeBelow: 0.8, askPersonBelow: 0.7 }

test('the free tier stands where it is sure, and a judge is asked where it is not or cannot tell', () => {
  const route = (evaluation: Parameters<typeof routeFreeTier>[0]) =>
    routeFreeTier(evaluation, THRESHOLDS).because
  expect(route(scored('a', 0.8))).toBe('free_tier_sure')
  expect(route(scored('a', 0.79))).toBe('free_tier_unsure')
  expect(route(scored('a', null))).toBe('free_tier_not_calibrated')
  expect(route(notApplicable('language_not_measured', ''))).toBe('free_tier_cannot')
  expect(route(notApplicable('judge_only', ''))).toBe('free_tier_cannot')
  expect(route(notApplicable('missing_repeats', ''))).toBe('free_tier_cannot')
  expect(route(notApplicable('missing_context', ''))).toBe('nothing_to_score')
  expect(route(notApplicable('empty_text', ''))).toBe('nothing_to_score')
  expect(routeFreeTier(scored('a', 0), { askJudgeBelow: 0 }).to).toBe('done')
  expect(routeFreeTier(scored('a', 1), { askJudgeBelow: 1 }).to).toBe('judge')
})

test('people see what the judge is unsure of, escalates, fails at, or where the tiers disagree', () => {
  const judged = (
    evaluation: Judged['evaluation'],
    escalation: Judged['escalation'] = null,
    probabilities: Judged['probabilities'] = null,
  ): Judged => ({
    kind: 'judged',
    evaluation,
    probabilities,
    escalation,
    record: {} as Judged['record'],
  })
  const route = (one: Judged, freeLabel: string | null = 'a') =>
    routeJudged(one, freeLabel, THRESHOLDS).because
  expect(route(judged(scored('a', 0.9)))).toBe('judge_sure')
  expect(route(judged(scored('a', null)))).toBe('judge_sure')
  expect(route(judged(scored('b', 0.9)))).toBe('tiers_disagree')
  expect(route(judged(scored('b', 0.9)), null)).toBe('judge_sure')
  expect(route(judged(scored('a', 0.6)))).toBe('judge_unsure')
  expect(route(judged(scored('a', null), null, { a: 0.55, b: 0.45 }))).toBe('judge_unsure')
  expect(route(judged(scored('a', 0.9), null, { a: 0.55, b: 0.45 }))).toBe('judge_sure')
  expect(route(judged(scored('a', 0.9), 'split'))).toBe('judge_escalates')
  expect(route(judged({ kind: 'failed', reason: 'timeout', explanation: '', retryAfterMs: null }))).toBe(
    'judge_failed',
  )
})

const anyItem = fc.record({
  confidence: fc.constantFrom(0, 0.25, 0.5, 0.75, 1),
  isFreeRight: fc.boolean(),
  isJudgeRight: fc.boolean(),
})

test('a chosen threshold does what it promises on its items, and no lower one keeps the accuracy', () => {
  fc.assert(
    fc.property(fc.array(anyItem, { minLength: 1, maxLength: 60 }), (items) => {
      const accuracyAt = (threshold: number) =>
        items.filter((item) => (item.confidence < threshold ? item.isJudgeRight : item.isFreeRight)).length /
        items.length
      const chosen = chooseAskBelow(items, 0.99)
      expect(chosen.accuracy).toBeCloseTo(accuracyAt(chosen.threshold), 12)
      expect(chosen.calls).toBeCloseTo(
        items.filter(({ confidence }) => confidence < chosen.threshold).length / items.length,
        12,
      )
      expect(chosen.accuracy).toBeGreaterThanOrEqual(0.99 * chosen.judgeAccuracy - 1e-12)
      const callsAt = (threshold: number) => items.filter(({ confidence }) => confidence < threshold).length
      for (const lower of [0, 0.1, 0.3, 0.6, 0.9].filter((one) => callsAt(one) < callsAt(chosen.threshold)))
        expect(accuracyAt(lower)).toBeLessThan(0.99 * chosen.judgeAccuracy)
    }),
  )
})

test('no items, and a confidence that is none, are refused', () => {
  expect(() => chooseAskBelow([])).toThrow(/labelled items/)
  expect(() => chooseAskBelow([{ confidence: NaN, isFreeRight: true, isJudgeRight: true }])).toThrow(
    /confidence/,
  )
})

test('where the free tier knows when it errs, a third of the calls keep all of the accuracy on unseen groups', () => {
  const items = Array.from({ length: 900 }, (_, i) => ({
    group: `g${i}`,
    confidence: i % 10 < 3 ? 0.55 : 0.9,
    isFreeRight: i % 10 >= 3 || i % 2 === 0,
    isJudgeRight: i % 20 !== 0,
  }))
  const replay = replayCascade(items)
  expect(replay.kept).toBeGreaterThanOrEqual(0.99)
  expect(replay.calls).toBeLessThanOrEqual(0.35)
  expect(replay.isRight).toHaveLength(900)
  expect(replayCascade(items)).toEqual(replay)
})
