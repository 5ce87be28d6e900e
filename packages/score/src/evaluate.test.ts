import { expect, test } from 'vitest'
import { z } from 'zod'
import { evaluate } from './evaluate.ts'
import type { SampleEvaluator } from './evaluator.ts'
import { EMPTY_SAMPLE, type Sample } from './sample.ts'
import { prepareSample } from './text/prepare-sample.ts'

const lengthOf = (value?: number): SampleEvaluator => ({
  name: 'length',
  version: '1',
  title: 'Length',
  question: 'How long is the answer?',
  scope: 'sample',
  needs: ['answer', 'context'],
  range: { low: 0, high: 1, bad: null },
  labels: ['any'],
  languages: ['en'],
  parameters: z.object({ longest: z.int().min(1).default(100) }),
  evaluate: (sample, parameters) => ({
    kind: 'scored',
    value: value ?? Math.min(1, sample.answer!.length / (parameters as { longest: number }).longest),
    label: 'any',
    explanation: '',
    findings: [],
    confidence: null,
    details: {},
    isCut: false,
  }),
})

const ENGLISH = 'The council has approved the budget, and that is all there is to say.'
const context = [{ id: null, text: ENGLISH }]
const run = (sample: Partial<Sample>, parameters: unknown = {}, evaluator = lengthOf()) =>
  evaluate(evaluator, prepareSample({ ...EMPTY_SAMPLE, ...sample }), parameters)

test.for([
  [{ context }, {}, 'missing_answer'],
  [{ answer: ENGLISH }, {}, 'missing_context'],
  [{ answer: ENGLISH, context: [] }, {}, 'missing_context'],
  [{ answer: ' \n', context }, {}, 'empty_text'],
  [{ answer: ENGLISH, context: [{ id: 'a', text: '' }] }, {}, 'empty_text'],
  [{ answer: '巴黎是法国的首都，也是该国最大的城市。', context }, {}, 'language_not_measured'],
  [{ answer: ENGLISH, context }, { longest: 0 }, 'missing_parameters'],
] as const)('a sample without what is needed gives no score but %j', ([sample, parameters, reason]) => {
  expect(run(sample, parameters)).toMatchObject({ kind: 'not_applicable', reason })
})

test('a whole sample is scored with defaults of parameters, and a cut one says so', () => {
  expect(run({ answer: ENGLISH, context })).toMatchObject({
    kind: 'scored',
    value: ENGLISH.length / 100,
    isCut: false,
  })
  expect(run({ answer: ENGLISH.repeat(2_000), context }, null)).toMatchObject({ kind: 'scored', isCut: true })
})

test('a score outside of the range, or none, is a fault of the evaluator and never stored', () => {
  for (const value of [Number.NaN, 1.1, -0.1, Number.POSITIVE_INFINITY]) {
    expect(() => run({ answer: ENGLISH, context }, {}, lengthOf(value))).toThrow(RangeError)
  }
})
