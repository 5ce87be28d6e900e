import { describe, expect, test } from 'vitest'
import { run, testGolden, testHostileTexts } from '../../../test/golden.ts'
import { answerLanguage } from './evaluator.ts'

describe('golden samples', () => testGolden(import.meta.dirname, answerLanguage))
describe('hostile texts', () =>
  testHostileTexts(answerLanguage, (text) => ({ question: text, answer: text })))

test('the part in another language is pointed at', () => {
  const french = 'Le conseil municipal a voté le budget et les travaux commenceront dans un mois. '.repeat(8)
  const answer =
    french + 'The council has approved the budget, and the works will begin in a month. '.repeat(8)
  const evaluation = run(answerLanguage, { question: french, answer })
  expect(evaluation).toMatchObject({
    label: 'mixed',
    value: 0.5,
    findings: [{ place: { start: answer.length - 300, end: answer.length }, explanation: 'This is en.' }],
  })
})
