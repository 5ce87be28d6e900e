import { describe, expect, test } from 'vitest'
import { run, testGolden, testHostileTexts } from '../../../test/golden.ts'
import { answerLength } from './evaluator.ts'

describe('golden samples', () => testGolden(import.meta.dirname, answerLength))
for (const unit of ['characters', 'words', 'sentences', 'lines'])
  describe(`hostile texts in ${unit}`, () =>
    testHostileTexts(answerLength, (answer) => ({ answer }), { unit, least: 5, most: 10 }))

test('the score falls with the distance from the limits', () => {
  const value = (length: number) => run(answerLength, { answer: 'a'.repeat(length) }, { least: 10, most: 20 })
  expect(value(5)).toMatchObject({ value: 0.5 })
  expect(value(10)).toMatchObject({ value: 1 })
  expect(value(40)).toMatchObject({ value: 0.5 })
})
