import { ProbePlan } from '@assay/contract/api/bias-probe'
import type { Judge } from '@assay/contract/api/judge'
import { BUILT_IN_SETS } from '@assay/score/probes/built-in-sets'
import { expect, test } from 'vitest'
import { estimateRun, planRun } from './plan-run.ts'

const SET = BUILT_IN_SETS[0]!
const judge = (price: Judge['price']): Judge => ({
  ...{ id: 'j', name: 'Model', provider: 'openai', baseUrl: 'http://127.0.0.1:1/v1', model: 'm', price },
  ...{ concurrency: 4, callTimeoutMs: 60_000, maxTokens: 1_500, samples: 3, hasKey: false },
  ...{ createdAt: '', changedAt: '', changedBy: null, ruleCount: 0 },
})
const plan = (change: Partial<ProbePlan> = {}) =>
  ProbePlan.parse({ setId: SET.id, judgeId: 'j', axes: ['gender', 'origin'], pairs: 12, ...change })
const PRICE = { input: 2, output: 8, cachedInput: null }

test('an estimate counts every call once, and its greatest cost is an upper bound', () => {
  const estimate = estimateRun(plan({ repeats: 2 }), SET, judge(PRICE))
  expect(estimate).toMatchObject({ calls: 2 * 12 * 5, pairs: 2 * 12 * 4, pairsPerGroups: 12, leastPairs: 10 })
  expect(estimate.mostUsd).toBeGreaterThan((120 * 400 * 8) / 1e6)
  expect(estimate.likelyUsd).toBeLessThan(estimate.mostUsd!)
  expect(estimate.example).toEqual({
    first: SET.templates[0]!.replace('{person}', 'a woman'),
    second: SET.templates[0]!.replace('{person}', 'a man'),
  })
})

test('without a price no cost is made up, and a limit of money is refused before anything is asked', () => {
  expect(estimateRun(plan(), SET, judge(null))).toMatchObject({ mostUsd: null, likelyUsd: null })
  const start = { plan: plan(), limits: { calls: 100, usd: 1 } }
  expect(() => planRun('p', start, SET, judge(null))).toThrow(/price of Model is not known/)
  expect(planRun('p', start, SET, judge(PRICE))).toMatchObject({
    ...{ projectId: 'p', judgeId: 'j', limits: { calls: 100, usd: 1 } },
    definition: {
      setName: SET.name,
      judgeName: 'Model',
      model: 'm',
      axes: [{ name: 'gender' }, { name: 'origin' }],
    },
  })
})

test('too many calls and attributes that the set has not are refused with what to do', () => {
  const all = SET.axes.map(({ name }) => name)
  const terms = { ...SET, axes: SET.axes.map((axis) => ({ ...axis, groups: axis.groups.map(many) })) }
  expect(() => estimateRun(plan({ axes: all, pairs: 1_200, repeats: 5 }), terms, judge(null))).toThrow(
    /take fewer attributes, pairs or repetitions/,
  )
  expect(() => estimateRun(plan({ axes: ['height'] }), SET, judge(null))).toThrow(/no attribute height/)
})

const many = (group: (typeof SET.axes)[number]['groups'][number]) => ({
  ...group,
  terms: Array.from({ length: 20 }, (_, i) => `${group.terms[0]} ${i}`),
})
