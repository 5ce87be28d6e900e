import { expect, test } from 'vitest'
import type { Message, MessagePart } from '@assay/contract/message'
import { splitTurn } from './split-turn.ts'

const message = (role: string, ...parts: MessagePart[]): Message => ({
  role,
  name: null,
  parts,
  finishReason: null,
})
const call = (id: string): MessagePart => ({ type: 'tool_call', id, name: `f${id}`, arguments: {} })
const result = (id: string): MessagePart => ({ type: 'tool_result', id, result: 1 })
const text = (value: string): MessagePart => ({ type: 'text', text: value })

test('a tool call and its result are one row, where the call stood', () => {
  const items = splitTurn([
    message('assistant', text('let me look'), call('1'), call('2')),
    message('tool', result('2')),
    message('tool', result('1')),
    message('assistant', text('done')),
  ])
  expect(items.map((i) => (i.type === 'tool' ? `${i.name} ${i.result !== null}` : i.role))).toEqual([
    'assistant',
    'f1 true',
    'f2 true',
    'assistant',
  ])
})

test('a result without a call, and a second result of one call, are not lost', () => {
  expect(splitTurn([message('tool', result('9'))])).toHaveLength(1)
  expect(
    splitTurn([message('assistant', call('1')), message('tool', result('1'), result('1'))]),
  ).toHaveLength(2)
})

test('empty text is not shown as a message', () => {
  expect(splitTurn([message('assistant', text(' '), call('1'))]).map((i) => i.type)).toEqual(['tool'])
})
