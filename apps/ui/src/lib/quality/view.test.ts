import type { ScoreName } from '@assay/contract/api/score-filter'
import { expect, it } from 'vitest'
import { isScored, periodsOf, rangeBefore } from './view.ts'

const NOW_MS = Date.parse('2026-03-02T10:00:03.456Z')

it('the range before ends where this one begins and is as long', () => {
  expect(rangeBefore({ preset: '1h' }, NOW_MS)).toEqual({
    from: '2026-03-02T08:00:10.000Z',
    to: '2026-03-02T09:00:10.000Z',
  })
})

it('the server and the browser ask about the same periods when they ask within a moment', () => {
  expect(periodsOf({ preset: '24h' }, NOW_MS + 900)).toEqual(periodsOf({ preset: '24h' }, NOW_MS))
})

it('a range has scores to compare only where they are of the same score, kind and measure', () => {
  const name: ScoreName = {
    name: 'refusal',
    targets: ['span'],
    sources: ['code'],
    versions: ['1'],
    n: 3,
    failed: 0,
    min: null,
    max: null,
    labels: [{ label: 'full', n: 3 }],
    costUsd: null,
    lastTime: '2026-03-02T09:30:00.000Z',
  }
  expect(isScored([name], { name: 'refusal', label: 'partial', target: null })).toBe(true)
  expect(isScored([name], { name: 'refusal', label: '', target: null })).toBe(false)
  expect(isScored([name], { name: 'refusal', label: 'full', target: 'trace' })).toBe(false)
  expect(isScored([name], { name: 'toxicity', label: 'full', target: null })).toBe(false)
})
