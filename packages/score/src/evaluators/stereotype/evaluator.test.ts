import { join } from 'node:path'
import { expect, test } from 'vitest'
import { expectSound, type GoldenCase, HOSTILE_TEXTS, readJsonLines, run } from '../../../test/golden.ts'
import { stereotype } from './evaluator.ts'

const cases = readJsonLines<GoldenCase>(join(import.meta.dirname, 'golden.jsonl'))

test('every label is among the golden samples', () => {
  const labels = new Set(cases.flatMap(({ label }) => label ?? []))
  expect([...labels].sort()).toEqual([...stereotype.labels].sort())
})

test.for(cases)('$about: what has an answer is left to the judge', ({ sample, label, reason }) => {
  const evaluation = run(stereotype, sample)
  expect(evaluation).toMatchObject({
    kind: 'not_applicable',
    reason: label === undefined ? reason : 'judge_only',
  })
})

test.for(Object.entries(HOSTILE_TEXTS))('a text of %s is left to the judge, or empty', ([, answer]) => {
  const evaluation = run(stereotype, { answer })
  expectSound(stereotype, evaluation)
  expect(['judge_only', 'empty_text']).toContain((evaluation as { reason?: string }).reason)
})

test('parameters are refused: there are none', () => {
  expect(run(stereotype, { answer: 'Yes.' }, { least: 1 })).toMatchObject({ reason: 'missing_parameters' })
})
