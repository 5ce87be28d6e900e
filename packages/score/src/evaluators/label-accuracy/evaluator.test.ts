import { describe, expect, test } from 'vitest'
import { run, testGolden, testHostileTexts } from '../../../test/golden.ts'
import { labelAccuracy } from './evaluator.ts'
import { processorMs } from '../../../test/processor-ms.ts'

const labels = ['positive', 'negative', 'neutral']

describe('golden samples', () => testGolden(import.meta.dirname, labelAccuracy))
describe('hostile texts', () =>
  testHostileTexts(labelAccuracy, (answer) => ({ answer, reference: 'neutral' }), { labels }))

test('labels that are pieces of everything cost bounded time', () => {
  const many = Array.from({ length: 200 }, (_, i) => 'a'.repeat(i + 1))
  const start = processorMs()
  run(labelAccuracy, { answer: 'a'.repeat(100_000), reference: 'a' }, { labels: many })
  expect(processorMs() - start).toBeLessThan(5_000)
})

test('the place of the label is that of the answer', () => {
  const answer = 'İstanbul: İ say POSITIVE!'
  const evaluation = run(
    labelAccuracy,
    { answer: answer.replaceAll('İ', 'I'), reference: 'Positive' },
    { labels },
  )
  expect(evaluation).toMatchObject({ label: 'right', findings: [{ place: { start: 16, end: 24 } }] })
})
