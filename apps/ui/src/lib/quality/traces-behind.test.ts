import { describe, expect, it } from 'vitest'
import type { ScoreTrend } from '@assay/contract/api/score-trend'
import { tracesBehind, tracesSince } from './traces-behind.ts'

const trend: ScoreTrend = {
  name: 'toxicity',
  measure: 'mean',
  label: null,
  from: '2026-11-20T00:00:00.000Z',
  to: '2026-11-21T00:00:00.000Z',
  stepSeconds: 3600,
  lines: [],
  truncated: null,
}
const point = { time: '2026-11-20T08:00:00.000000Z' }
const behind = (bad: 'low' | 'high' | null) =>
  new URLSearchParams(tracesBehind(trend, point, { by: 'model', value: 'gpt-x', bad }))

describe('the traces behind a mark', () => {
  it('are those of its time and slice that have the score', () => {
    expect(Object.fromEntries(behind(null))).toEqual({
      from: '2026-11-20T08:00:00.000Z',
      to: '2026-11-20T09:00:00.000Z',
      model: 'gpt-x',
      score: 'toxicity',
      sort: 'score',
      order: 'asc',
    })
  })

  it('begin with the worst, whichever end of the range is bad', () => {
    expect(behind('low').get('order')).toBe('asc')
    expect(behind('high').get('order')).toBe('desc')
    const change = { kind: 'service', name: 'shop', version: '2', time: point.time } as const
    expect(new URLSearchParams(tracesSince(trend, change, 'high')).get('order')).toBe('desc')
  })
})
