import type { Evaluator } from '@assay/contract/api/evaluator'
import { expect, it } from 'vitest'
import { factsOf, meanMeaning } from './describe-evaluator.ts'

const evaluator = (given: Partial<Evaluator>): Evaluator => ({
  ...{ name: 'tone', version: '1', title: 'Tone', question: '', badLabel: null, parameters: {} },
  ...{ needs: [], range: { low: 0, high: 1, bad: null }, labels: [], languages: null },
  ...{ isJudged: true, isJudgeOnly: true, isCustom: true },
  ...given,
})

it('what an evaluator needs and gives stands in words of people', () => {
  const facts = factsOf(
    evaluator({
      needs: ['history', 'toolCalls'],
      labels: ['bad', 'good'],
      range: { low: 0, high: 1, bad: 'low' },
    }),
  )
  expect(facts).toEqual([
    ['Needs', 'earlier messages, tool calls'],
    ['Values', '0 to 1, lower is worse'],
    ['Labels', 'bad, good'],
    ['Languages', 'any'],
  ])
  expect(factsOf(evaluator({})).slice(0, 3)).toEqual([
    ['Needs', 'nothing'],
    ['Values', '0 to 1'],
    ['Labels', 'none'],
  ])
})

it('the mean of grades says what it is: of two the rate of the better one', () => {
  expect(meanMeaning(evaluator({ labels: ['dismissive', 'serious'] }))).toBe('rate of serious')
  expect(meanMeaning(evaluator({ labels: ['dismissive', 'serious', 'warm'] }))).toBe('0 dismissive to 1 warm')
  expect(meanMeaning(evaluator({ labels: ['a', 'b'], isCustom: false }))).toBeNull()
  expect(meanMeaning(null)).toBeNull()
})
