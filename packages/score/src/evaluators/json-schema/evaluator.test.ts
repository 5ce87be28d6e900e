import { describe, expect, test } from 'vitest'
import { run, testGolden, testHostileTexts } from '../../../test/golden.ts'
import { jsonSchema } from './evaluator.ts'
import { processorMs } from '../../../test/processor-ms.ts'

const schema = { type: 'object', properties: { city: { type: 'string', pattern: '^(\\p{L}+ ?)+$' } } }

describe('golden samples', () => testGolden(import.meta.dirname, jsonSchema))
describe('hostile texts', () => testHostileTexts(jsonSchema, (answer) => ({ answer }), { schema }))

test('a violation names the field and the rule', () => {
  const evaluation = run(jsonSchema, { answer: 'So: {"city": "P4"}' }, { schema })
  expect(evaluation).toMatchObject({
    explanation: '/city must match pattern "^(\\p{L}+ ?)+$".',
    findings: [{ place: { field: 'answer', start: 4, end: 18 } }],
  })
})

test('a pattern made to hang others answers at once', () => {
  const answer = JSON.stringify({ city: `${'a'.repeat(50_000)}!` })
  const start = processorMs()
  expect(run(jsonSchema, { answer }, { schema })).toMatchObject({ label: 'violates' })
  expect(processorMs() - start).toBeLessThan(1_000)
})

test('the parameters say what is wrong with a schema', () => {
  const evaluation = run(jsonSchema, { answer: '{}' }, { schema: { $ref: 'file:///etc/passwd' } })
  expect(evaluation).toMatchObject({
    reason: 'missing_parameters',
    explanation: expect.stringContaining('refer to #'),
  })
})

test('an answer that is too deep for any schema is told so', () => {
  const answer = '['.repeat(5_000) + ']'.repeat(5_000)
  expect(run(jsonSchema, { answer }, { schema: { $id: 'x', items: { $ref: '#' } } })).toMatchObject({
    reason: 'nothing_to_check',
    explanation: 'A value is more than 256 levels deep: ask for a flatter one.',
  })
})
