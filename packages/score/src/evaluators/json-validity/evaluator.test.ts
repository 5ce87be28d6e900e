import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { run, testGolden, testHostileTexts } from '../../../test/golden.ts'
import { jsonValidity } from './evaluator.ts'

describe('golden samples', () => testGolden(import.meta.dirname, jsonValidity))
describe('hostile texts', () => testHostileTexts(jsonValidity, (answer) => ({ answer })))

test('whatever JSON.stringify writes is valid, and in a fence it is found where it stands', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(undefined, 2), (value, indent) => {
      const answer = JSON.stringify(value, null, indent)
      expect(run(jsonValidity, { answer })).toMatchObject({ kind: 'scored', value: 1, label: 'valid' })
      if (value === null || typeof value !== 'object') return
      const wrapped = run(jsonValidity, { answer: '```json\n' + answer + '\n```' })
      expect(wrapped).toMatchObject({
        label: 'wrapped',
        findings: [{ place: { start: 8, end: 8 + answer.length } }],
      })
    }),
  )
})

test('JSON that was cut off anywhere can be mended', () => {
  const whole = '{"a": [1, {"b": "c, \\"d\\""}], "e": null}'
  for (let end = 2; end < whole.length; end++) {
    const evaluation = run(jsonValidity, { answer: whole.slice(0, end) })
    expect(evaluation).toMatchObject({ kind: 'scored', label: 'repairable' })
  }
})

test('nesting deeper than any stack is judged', () => {
  for (const answer of ['['.repeat(90_000) + ']'.repeat(9_000), '{"a":'.repeat(19_000)])
    expect(run(jsonValidity, { answer }).kind).toBe('scored')
})
