import { describe, expect, test } from 'vitest'
import { run, testGolden } from '../../../test/golden.ts'
import { toolCalls } from './evaluator.ts'

const tools = [
  {
    name: 'search',
    description: null,
    parameters: { required: ['query'], properties: { query: { type: 'string', maxLength: 50 } } },
  },
]

describe('golden samples', () => testGolden(import.meta.dirname, toolCalls))

test.for(['a'.repeat(5_000_000), '['.repeat(1_000_000), '\ud800', '{"query":'.repeat(100_000)])(
  'arguments that are no object are judged in bounded time, whatever they are',
  (text) => {
    const start = performance.now()
    const evaluation = run(toolCalls, { tools, toolCalls: [{ name: 'search', arguments: text }] })
    expect(performance.now() - start).toBeLessThan(2_000)
    expect(evaluation).toMatchObject({ label: 'invalid', value: 0, details: { badArguments: 1 } })
  },
)

test('the score is the share of calls that fit, and the first fault is told', () => {
  const call = (name: string, given: string | null) => ({ name, arguments: { query: given } })
  const evaluation = run(toolCalls, {
    tools,
    toolCalls: [call('search', 'a'), call('find', 'b'), call('search', null), call('search', 'c')],
  })
  expect(evaluation).toMatchObject({
    value: 0.5,
    label: 'invalid',
    explanation: '2 of 4 calls do not fit: There is no tool find.',
    details: { calls: 4, unknownTools: 1, badArguments: 1, unchecked: 0 },
  })
})
