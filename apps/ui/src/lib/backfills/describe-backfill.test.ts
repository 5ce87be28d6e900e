import type { Backfill } from '@assay/contract/api/backfill'
import { expect, it } from 'vitest'
import {
  describeEstimated,
  describeFactors,
  describePace,
  describeSpending,
  formatCalls,
} from './describe-backfill.ts'

const progress: Backfill['progress'] = {
  expected: 1_000,
  scored: 100,
  failed: 0,
  skipped: 0,
  scores: 100,
  questions: 0,
  perSecond: 5,
  secondsLeft: 180,
  share: 0.1,
}

it('a rate stands beside what is left, and nothing is said of one that does not run', () => {
  expect(describePace({ state: 'running', progress })).toBe('5 samples/s, about 3 min left')
  const { perSecond, secondsLeft } = { perSecond: null, secondsLeft: null }
  expect(describePace({ state: 'running', progress: { ...progress, perSecond, secondsLeft } })).toBe('')
  expect(describePace({ state: 'paused', progress })).toBe('')
  const waiting = { ...progress, secondsLeft: 0, questions: 3 }
  expect(describePace({ state: 'running', progress: waiting })).toBe('Waits for the judge')
})

it('what a judge used stands beside what it may use', () => {
  const budget = { calls: 1_000, usd: 1, usedCalls: 7, usedUsd: 0.02 }
  expect(describeSpending({ budget })).toBe('7 of 1,000 calls, $0.020 of $1.00')
  expect(describeSpending({ budget: { ...budget, usd: null } })).toBe('7 of 1,000 calls, $0.020')
})

it('an estimate carries its interval where there is one', () => {
  expect(describeEstimated({ value: 120.4, low: 90, high: 150 }, formatCalls)).toBe(
    'about 120 (95 % interval 90 to 150)',
  )
  expect(describeEstimated({ value: 3, low: null, high: null }, formatCalls)).toBe('about 3')
  expect(describeEstimated({ value: 0, low: 0, high: 0 }, formatCalls)).toBe('0 (95 % interval 0 to 0)')
})

it('calls are told with what they are a product of', () => {
  expect(describeFactors(761, 'Traces', { evaluators: 2, votes: 3 })).toBe(
    '761 traces × 2 evaluators × 3 votes',
  )
  expect(describeFactors(1, 'calls', { evaluators: 1, votes: 1 })).toBe('1 calls × 1 evaluator × 1 vote')
})
