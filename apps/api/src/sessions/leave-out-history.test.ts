import { describe, expect, it } from 'vitest'
import type { Message, MessagePart } from '@assay/contract/message'
import { leaveOutHistory, nothingShown } from './leave-out-history.ts'

const say = (role: string, text: string, finishReason: string | null = null): Message => ({
  role,
  name: null,
  parts: [{ type: 'text', text }],
  finishReason,
})
const system = say('system', 'Be brief.')
const texts = (messages: Message[]) =>
  messages.map((m) => m.parts.map((p) => (p.type === 'text' ? p.text : p.type)).join())

describe('history in a turn', () => {
  it('is left out once an earlier turn has shown it, questions and answers alike', () => {
    const shown = nothingShown()
    const first = [system, say('user', 'One?')]
    expect(leaveOutHistory(shown, first, [say('assistant', 'Yes.', 'stop')])).toEqual(first)
    const second = [...first, say('assistant', 'Yes. '), say('user', 'Two?')]
    expect(texts(leaveOutHistory(shown, second, [say('assistant', 'No.')]))).toEqual(['Two?'])
    const third = [...second, say('assistant', 'No.'), say('user', 'Three?')]
    expect(texts(leaveOutHistory(shown, third, []))).toEqual(['Three?'])
  })

  it('does not hide a message that is said again', () => {
    const shown = nothingShown()
    leaveOutHistory(shown, [say('user', 'yes')], [say('assistant', 'Sure?')])
    const input = [say('user', 'yes'), say('assistant', 'Sure?'), say('user', 'yes')]
    expect(texts(leaveOutHistory(shown, input, []))).toEqual(['yes'])
  })

  it('does not hide the question of a turn that sends no history', () => {
    const shown = nothingShown()
    leaveOutHistory(shown, [system, say('user', 'Again?')], [say('assistant', 'Yes.')])
    expect(texts(leaveOutHistory(shown, [system, say('user', 'Again?')], []))).toEqual(['Again?'])
  })

  it('is known where the sender cuts off the start of the conversation', () => {
    const shown = nothingShown()
    leaveOutHistory(shown, [say('user', 'a')], [say('assistant', 'A')])
    leaveOutHistory(
      shown,
      [say('user', 'a'), say('assistant', 'A'), say('user', 'b')],
      [say('assistant', 'B')],
    )
    const input = [say('user', 'b'), say('assistant', 'B'), say('user', 'c')]
    expect(texts(leaveOutHistory(shown, input, []))).toEqual(['c'])
  })

  it('shows a system message that changed', () => {
    const shown = nothingShown()
    leaveOutHistory(shown, [system, say('user', 'a')], [])
    const input = [say('system', 'Be long.'), say('user', 'a'), say('user', 'b')]
    expect(texts(leaveOutHistory(shown, input, []))).toEqual(['Be long.', 'b'])
  })

  it('matches tool calls without regard to their ids and the order of keys, and answers without their thinking', () => {
    const call = (
      id: string | null,
      args: MessagePart & { type: 'tool_call' } extends { arguments: infer A } ? A : never,
    ) => ({ type: 'tool_call', id, name: 'look_up', arguments: args }) as const
    const shown = nothingShown()
    const answer: Message = {
      ...say('assistant', ''),
      parts: [{ type: 'reasoning', text: 'hm' }, call('call_1', { a: 1, b: 2 })],
    }
    leaveOutHistory(shown, [say('user', 'a')], [answer])
    const echoed: Message = { ...answer, parts: [call(null, { b: 2, a: 1 })] }
    const result: Message = { ...say('tool', ''), parts: [{ type: 'tool_result', id: 'call_1', result: 3 }] }
    expect(leaveOutHistory(shown, [say('user', 'a'), echoed, result], [])).toEqual([result])
  })
})
