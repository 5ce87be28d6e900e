import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { SampleEvaluator } from '../src/evaluator.ts'
import { expectSound, HOSTILE_TEXTS, run, testHostileTexts } from './golden.ts'

/** Registers what holds for every measure that compares the answer with the reference. */
export function testOverlap(evaluator: SampleEvaluator): void {
  describe('hostile answers', () =>
    testHostileTexts(evaluator, (answer) => ({ answer, reference: 'The capital of France is Paris.' })))
  describe('hostile references', () =>
    testHostileTexts(evaluator, (reference) => ({ answer: 'The capital of France is Paris.', reference })))

  test.for(Object.entries(HOSTILE_TEXTS))('a text of %s is equal to itself, or not compared', ([, text]) => {
    const evaluation = run(evaluator, { answer: text, reference: text })
    if (evaluation.kind === 'scored') expect(evaluation).toMatchObject({ value: 1, label: 'equal' })
  })

  test('two texts of 5 MB are compared in bounded time', { timeout: 30_000 }, () => {
    for (const [answer, reference] of [
      ['ab cd ', 'cd ef gh '],
      ['a', 'b'],
      ['aab', 'ab'],
      ['你好', '好世界'],
    ] as const) {
      const start = performance.now()
      const evaluation = run(evaluator, {
        answer: answer.repeat(1_000_000),
        reference: reference.repeat(1_000_000),
      })
      expect(performance.now() - start).toBeLessThan(4_000)
      expect(evaluation).toMatchObject({ kind: 'scored', isCut: true })
    }
  })

  test('whatever the texts, the score is from 0 to 1, and 1 for equal ones', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(text, text, (answer, reference) => {
        expectSound(evaluator, run(evaluator, { answer, reference }))
        const same = run(evaluator, { answer, reference: answer })
        if (same.kind === 'scored') expect(same).toMatchObject({ value: 1 })
      }),
      { numRuns: 200 },
    )
  })
}
