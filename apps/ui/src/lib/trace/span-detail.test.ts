import { expect, test } from 'vitest'
import type { SpanRow } from '@assay/contract/api/trace'
import { spanDetail } from './span-detail.ts'

const detail = (more: Partial<SpanRow>): string =>
  spanDetail({ spanId: 'a', name: 'x', kind: 'llm', offsetMs: 0, durationMs: 0, startTime: '', ...more })

test('a model that the name already tells is not told twice', () => {
  expect(detail({ name: 'chat gpt-4o', model: 'gpt-4o-2024-08-06' })).toBe('')
  expect(detail({ name: 'ChatOpenAI', model: 'gpt-4o' })).toBe('gpt-4o')
})

test('tools are told where a model asked for them, not on the tool itself', () => {
  expect(detail({ name: 'plan', kind: 'agent', toolNames: ['search', 'book'] })).toBe('search, book')
  expect(detail({ name: 'execute_tool search', kind: 'tool', toolNames: ['search'] })).toBe('')
  expect(detail({})).toBe('')
})
