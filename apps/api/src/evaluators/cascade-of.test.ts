import type { CascadeLabel } from '@assay/store/clickhouse/queries/cascade-labels'
import { expect, it } from 'vitest'
import { cascadeOf } from './cascade-of.ts'

const REFUSAL = { range: { low: 0, high: 1, bad: 'high' as const }, labels: ['no', 'yes'] }

const row = (i: number, more: Partial<CascadeLabel> = {}): CascadeLabel => ({
  cluster: `t${i}`,
  targetKey: `t${i}`,
  givenValue: null,
  givenLabel: i % 2 === 0 ? 'yes' : 'no',
  freeValue: 1,
  freeLabel: i % 2 === 0 && i % 10 !== 0 ? 'yes' : 'no',
  confidence: i % 10 === 0 ? 0.6 : 0.95,
  judgeModel: 'judge-1',
  judgeValue: null,
  judgeLabel: i % 2 === 0 ? 'yes' : 'no',
  probability: 1,
  ...more,
})
const rows = (count: number, more: (i: number) => Partial<CascadeLabel> = () => ({})) =>
  Array.from({ length: count }, (_, i) => row(i, more(i)))
const of = (some: readonly CascadeLabel[]) => cascadeOf(some, REFUSAL, ['yes', 'no', 'partly'])

it('without verdicts of a judge there is nothing to choose', () => {
  expect(of([])).toEqual([])
  expect(of(rows(200, () => ({ judgeModel: null, probability: 0 })))).toEqual([])
})

it('enough labels make a threshold, with the accuracy of cascade, judge and free tier', () => {
  expect(of(rows(200))).toMatchObject([
    {
      judgeModel: 'judge-1',
      n: 200,
      missing: 0,
      suggestion: {
        askJudgeBelow: 0.77,
        calls: { estimate: 0.1 },
        cascade: { n: 200, estimate: 1 },
        judge: { estimate: 1 },
        free: { estimate: 0.9 },
      },
    },
  ])
})

it('too few labels make no number, and say how many are missing', () => {
  expect(of(rows(30))).toMatchObject([{ n: 30, suggestion: null, missing: 70 }])
})

it('each model that judges stands for itself, the one with most labels first', () => {
  const some = [...rows(20, () => ({ judgeModel: 'judge-2' })), ...rows(30)]
  expect(of(some).map(({ judgeModel, n }) => [judgeModel, n])).toEqual([
    ['judge-1', 30],
    ['judge-2', 20],
  ])
})

it('a free tier without confidence is counted apart, and words that nobody else uses are left out', () => {
  const some = [
    ...rows(4, () => ({ confidence: null })),
    ...rows(3, () => ({ givenLabel: 'thumbs up' })),
    ...rows(2, () => ({ freeLabel: '', freeValue: null })),
    ...rows(5),
  ]
  expect(of(some)).toMatchObject([{ n: 5, withoutConfidence: 4 }])
})

it('labels that only a judge or a person gives are wrong answers of the free tier, and values are compared by their half', () => {
  const partly = rows(200, (i) => (i % 10 === 0 ? { givenLabel: 'partly', judgeLabel: 'partly' } : {}))
  expect(of(partly)[0]?.suggestion).toMatchObject({ judge: { estimate: 1 }, free: { estimate: 0.9 } })
  const valued = rows(200, (i) => ({ givenLabel: '', givenValue: 1, judgeValue: i % 4 === 0 ? 0.2 : 0.8 }))
  expect(of(valued)[0]?.suggestion).toMatchObject({ judge: { estimate: 0.75 }, free: { estimate: 1 } })
})
