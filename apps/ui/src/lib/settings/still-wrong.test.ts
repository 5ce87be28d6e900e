import { expect, test } from 'vitest'
import type { Problem } from '@assay/contract/api/problem'
import { stillWrong } from './still-wrong.ts'

const PROBLEM: Problem = {
  type: 'about:blank',
  title: 'The request has faults',
  status: 400,
  detail: 'The request has faults. name: is taken; grades.0.label: it is missing: give a text',
  code: 'invalid',
  requestId: 'r1',
}
const sent = { name: 'refusal', grades: [{ meaning: 'bad' }], rate: 5 }
const faults = [
  { path: 'name', message: 'is taken' },
  { path: 'grades.0.label', message: 'it is missing: give a text' },
]

test('a field that was mended is told no more, the others are, and the last one takes the problem with it', () => {
  const problem = { ...PROBLEM, errors: faults }
  expect(stillWrong(problem, sent, { ...sent, rate: 1 })).toBe(problem)
  expect(stillWrong(problem, sent, { ...sent, name: 'tone' })).toMatchObject({
    errors: [faults[1]],
    detail: 'grades.0.label: it is missing: give a text',
  })
  const mended = { ...sent, name: 'tone', grades: [{ meaning: 'bad', label: 'rude' }] }
  expect(stillWrong(problem, sent, mended)).toBeNull()
})

test('a problem that names no field stays whatever changes, and one with the whole form goes with any change', () => {
  expect(stillWrong(PROBLEM, sent, { name: 'tone' })).toBe(PROBLEM)
  const whole = { ...PROBLEM, errors: [{ path: '', message: 'give one of both' }] }
  expect(stillWrong(whole, sent, { ...sent, rate: 1 })).toBeNull()
})
