import type { JsonValue } from '@assay/contract/message'
import { describe, expect, test } from 'vitest'
import { run, testGolden } from '../../../test/golden.ts'
import { toolCalls } from './evaluator.ts'
import { processorMs } from '../../../test/processor-ms.ts'

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
    const start = processorMs()
    const evaluation = run(toolCalls, { tools, toolCalls: [{ name: 'search', arguments: text }] })
    expect(processorMs() - start).toBeLessThan(2_000)
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

const timed = (...given: Parameters<typeof run>) => {
  const start = processorMs()
  const evaluation = run(...given)
  expect(processorMs() - start).toBeLessThan(2_000)
  return evaluation
}
const tool = (name: string, parameters: JsonValue) => ({ name, description: null, parameters })
const named = (length: number, value: JsonValue) =>
  Object.fromEntries(Array.from({ length }, (_, i) => [`p${i}`, value]))

test('calls that are hard to check share one budget', () => {
  const hard = tool('hard', { patternProperties: named(300, {}) })
  const calls = Array.from({ length: 1_000 }, () => ({ name: 'hard', arguments: named(10, 1) }))
  const evaluation = timed(toolCalls, { tools: [hard], toolCalls: calls })
  expect(evaluation).toMatchObject({
    kind: 'scored',
    value: 1,
    explanation: /that were checked fit.* the others were not/,
  })
  const { details } = evaluation as { details?: Record<string, unknown> }
  expect(details?.['unchecked']).toBeGreaterThan(500)
})

test('a thousand tools, all called, do not take a thousand times as long', () => {
  const names = Array.from({ length: 1_000 }, (_, i) => `t${i}`)
  const tools = names.map((name) => tool(name, { title: name, properties: named(10, { type: 'number' }) }))
  const evaluation = timed(toolCalls, { tools, toolCalls: names.map((name) => ({ name, arguments: {} })) })
  expect(evaluation).toMatchObject({ kind: 'scored', value: 1 })
})

test('calls that are too long are cut or not checked, never called wrong', () => {
  const long = { name: 'search', arguments: { query: 'a'.repeat(5_000_000) } }
  const short = { name: 'search', arguments: { query: 'a' } }
  expect(timed(toolCalls, { tools, toolCalls: [short, long] })).toMatchObject({ value: 1, isCut: true })
  expect(timed(toolCalls, { tools, toolCalls: [long] })).toMatchObject({
    reason: 'nothing_to_check',
    explanation: /send shorter ones/,
  })
})

test('a tool that may be among those cut off is not called unknown', () => {
  const large = tool('large', { description: 'a'.repeat(500_000) })
  const call = { name: 'search', arguments: { query: 'a' } }
  expect(timed(toolCalls, { tools: [large, ...tools], toolCalls: [call] })).toMatchObject({
    reason: 'nothing_to_check',
    explanation: /too many or too long to look for search/,
  })
})
