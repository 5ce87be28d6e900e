import { describe, expect, test } from 'vitest'
import { RuleDraft } from '@assay/contract/api/rule'
import { answererOf, changedParts, describeBudget, describeFilter, formatShare } from './describe-rule.ts'

const rule = (given: object = {}) =>
  RuleDraft.parse({ name: 'R', target: 'span', evaluators: [{ name: 'refusal' }], ...given })

describe('a rule in words', () => {
  test('names each field of its filter, and at most three values', () => {
    expect(describeFilter({})).toEqual([])
    expect(describeFilter({ kind: ['llm'], model: ['a', 'b', 'c', 'd', 'e'], error: false })).toEqual([
      'Kind: llm',
      'Model: a or b or c or 2 more',
      'Not failed',
    ])
  })

  test('says what its judge may use, and where there is no limit', () => {
    expect(describeBudget({ callsPerDay: 1000, usdPerDay: 2.5 })).toBe('1,000 calls and $2.50 a day')
    expect(describeBudget({ callsPerDay: null, usdPerDay: null })).toBe('no limit')
  })

  test('shows shares without digits that say nothing', () => {
    expect([1, 0.15, 0.025, 0.0001].map(formatShare)).toEqual(['100 %', '15 %', '2.5 %', '0.01 %'])
  })

  test('tells whether the free tier answers, a judge alone, or both', () => {
    const known = [
      { name: 'refusal', isJudgeOnly: false },
      { name: 'stereotype', isJudgeOnly: true },
    ]
    expect(answererOf([], known)).toBe('free')
    expect(answererOf(['refusal', 'gone'], known)).toBe('free')
    expect(answererOf(['stereotype'], known)).toBe('judge')
    expect(answererOf(['stereotype', 'refusal'], known)).toBe('both')
  })

  test('tells what a version changed', () => {
    expect(changedParts(rule(), rule())).toEqual([])
    expect(changedParts(rule(), rule({ priority: 10, filter: { kind: ['llm'] } }))).toEqual([
      'filter',
      'priority',
    ])
  })
})
