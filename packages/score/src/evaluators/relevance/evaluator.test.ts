import { describe, expect, test } from 'vitest'
import { run, testGolden, testHostileTexts } from '../../../test/golden.ts'
import { relevance } from './evaluator.ts'

const question = 'What is the capital of France, and how many people live in it?'

describe('golden samples', () => testGolden(import.meta.dirname, relevance))
describe('hostile answers', () => testHostileTexts(relevance, (answer) => ({ question, answer })))
describe('hostile questions', () =>
  testHostileTexts(relevance, (text) => ({ question: text, answer: question })))
describe('hostile pairs', () => testHostileTexts(relevance, (text) => ({ question: text, answer: text })))

test('an answer that takes up more of the question never scores less', () => {
  const words = ['The', 'capital', 'of', 'France', 'has', 'many', 'people', 'who', 'live', 'there']
  let last = 0
  for (let count = 5; count <= words.length; count++) {
    const evaluation = run(relevance, { question, answer: words.slice(0, count).join(' ') })
    if (evaluation.kind !== 'scored') continue
    expect(evaluation.value).toBeGreaterThanOrEqual(last)
    last = evaluation.value
  }
  expect(last).toBe(1)
})
