import type { DriftFinding } from '@assay/contract/api/drift'
import { expect, test } from 'vitest'
import { figures, headline, nextWindow } from './words.ts'

const RANGE = { from: '2026-03-01T00:00:00.000Z', to: '2026-03-08T00:00:00.000Z' }
const FINDING: DriftFinding = {
  id: 'f1',
  ...{ signal: 'outputTokens', score: null, slice: { by: 'route', value: '/chat' } },
  ...{ measure: 'median', what: null, before: 420, after: 580 },
  difference: { estimate: 160, low: 120, high: 200 },
  ...{ effect: 0.4, n: { before: 812, after: 790 }, pValue: 1e-9, adjusted: 1e-7, tests: 100 },
  ...{ baseline: RANGE, window: RANGE, movers: [], method: 'window', state: 'open' },
  ...{ since: RANGE.to, foundAt: RANGE.to, lastSeenAt: RANGE.to, endedAt: null, acknowledged: null },
}

test('a finding says what changed, by how much, with its interval and n', () => {
  expect(headline(FINDING)).toBe('Answers of route /chat became 38 % larger')
  expect(figures(FINDING)).toBe(
    '420 tokens → 580 tokens, +160 tokens (95 % interval +120 tokens to +200 tokens), n 812 before, 790 after',
  )
})

test('a share is told in per cent and points, and its direction in words', () => {
  const share = {
    ...FINDING,
    ...{ signal: 'language', slice: null, measure: 'share', what: 'fr', before: 0.3, after: 0.1 },
    difference: { estimate: -0.2, low: -0.25, high: -0.15 },
  } as const satisfies DriftFinding
  expect(headline(share)).toBe('French fell among the languages of all calls')
  expect(figures(share)).toContain('30 % → 10 %, −20 points (95 % interval −25 points to −15 points)')
})

test('words are told with their direction, and a level of 0 has no percentage', () => {
  const words: DriftFinding = {
    ...FINDING,
    signal: 'answerWords',
    measure: 'auc',
    before: 0.5,
    after: 0.9,
    movers: [
      { value: 'refund', before: 0.01, after: 0.4 },
      { value: 'parcel', before: 0.5, after: 0.1 },
    ],
  }
  expect(headline(words)).toBe('Answers of route /chat use other words: more “refund”, less “parcel”')
  expect(headline({ ...FINDING, before: 0 })).toBe('Answers of route /chat became larger')
})

test('the next window ends at a quarter of its length in UTC, and is compared when late spans had their time', () => {
  expect(nextWindow(24, Date.UTC(2026, 10, 21, 18, 10))).toEqual({
    endsAt: '2026-11-21T18:00:00.000Z',
    comparedAt: '2026-11-21T18:15:00.000Z',
  })
  expect(nextWindow(24, Date.UTC(2026, 10, 21, 18, 15)).endsAt).toBe('2026-11-22T00:00:00.000Z')
  expect(nextWindow(1, Date.UTC(2026, 10, 21, 18, 20)).endsAt).toBe('2026-11-21T19:00:00.000Z')
})
