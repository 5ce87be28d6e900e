import { describe, expect, test } from 'vitest'
import { run, testGolden, testHostileTexts } from '../../../test/golden.ts'
import { retrievalCoverage } from './evaluator.ts'
import { processorMs } from '../../../test/processor-ms.ts'

const question = 'When was the bridge over the Tay opened, and by whom?'
const context = (text: string) => [{ id: null, text }]

describe('golden samples', () => testGolden(import.meta.dirname, retrievalCoverage))
describe('hostile passages', () =>
  testHostileTexts(retrievalCoverage, (text) => ({ question, context: context(text) })))
describe('hostile questions', () =>
  testHostileTexts(retrievalCoverage, (text) => ({ question: text, context: context(question) })))

test('passages without a word of the question are pointed at, and the best one is named', () => {
  const texts = ['Cats sleep.', 'The Tay is a river.', 'The bridge over the Tay was opened in 1878.']
  const evaluation = run(retrievalCoverage, { question, context: texts.map((text) => ({ id: null, text })) })
  expect(evaluation).toMatchObject({
    findings: [{ kind: 'unrelated_passage', place: { field: 'context', passage: 0, start: 0, end: 11 } }],
    details: { passages: 3, bestCoverage: 1, bestPlace: 3, unrelatedShare: 1 / 3 },
  })
})

test('a thousand passages take bounded time', () => {
  const many = Array.from({ length: 1_000 }, (_, i) => ({
    id: null,
    text: `Bridge ${i} was opened over a river. `.repeat(10),
  }))
  const start = processorMs()
  expect(run(retrievalCoverage, { question, context: many })).toMatchObject({ kind: 'scored' })
  expect(processorMs() - start).toBeLessThan(3_000)
})
