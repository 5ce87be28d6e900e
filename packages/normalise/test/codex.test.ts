import { describe, expect, test } from 'vitest'
import { eventAt, spansOf } from './spans-of.ts'

describe('Codex', () => {
  const of = spansOf('codex_cli_rs')
  const usage = {
    'codex.turn.token_usage.input_tokens': 43_001,
    'codex.turn.token_usage.cached_input_tokens': 36_096,
    'codex.turn.token_usage.non_cached_input_tokens': 6905,
    'codex.turn.token_usage.output_tokens': 612,
    'codex.turn.token_usage.reasoning_output_tokens': 448,
    'codex.turn.token_usage.total_tokens': 43_613,
  }
  const THREAD = '0199a1c2-7d4e-7b10-9c55-2f60d1b7a001'

  test('a turn is an agent that carries the sum of its responses, with cached tokens inside the input', () => {
    const span = of(
      'session_task.turn',
      { model: 'gpt-5.1-codex', 'thread.id': THREAD, 'codex.turn.reasoning_effort': 'high', ...usage },
      [eventAt('codex.user_prompt', 1, { prompt: 'Rename the ferry class.' })],
    )
    expect(span).toMatchObject({
      dialect: 'codex',
      kind: 'agent',
      provider: 'openai',
      model: 'gpt-5.1-codex',
      tokens: { input: 43_001, output: 612, cacheRead: 36_096, reasoning: 448 },
      parameters: { reasoning_effort: 'high' },
      sessionId: THREAD,
      inputText: 'Rename the ferry class.',
    })
    expect(span.otherAttributes).toEqual([])
  })

  test('without the whole input the parts make it, and a prompt that was held back is none', () => {
    const { 'codex.turn.token_usage.input_tokens': _, ...parts } = usage
    const span = of(
      'session_task.turn',
      { ...parts, 'codex.turn.token_usage.cache_write_input_tokens': 10 },
      [eventAt('codex.user_prompt', 1, { prompt: '[REDACTED]' })],
    )
    expect(span.tokens).toMatchObject({ input: 43_011, cacheWrite: 10 })
    expect(span.inputText).toBeNull()
  })

  test('a response with tokens is the call that counts; one without is a plain span, also where it asks for a tool', () => {
    const response = of('completed', {
      'gen_ai.usage.input_tokens': 43_001,
      'gen_ai.usage.cache_read.input_tokens': 36_096,
      'gen_ai.usage.output_tokens': 612,
      'codex.usage.reasoning_output_tokens': 448,
      'codex.usage.total_tokens': 43_613,
      'codex.request.reasoning_effort': 'high',
    })
    expect(response).toMatchObject({
      kind: 'llm',
      provider: 'openai',
      tokens: { input: 43_001, output: 612, cacheRead: 36_096, reasoning: 448 },
      parameters: { reasoning_effort: 'high' },
      otherAttributes: [],
    })
    expect(
      of('function_call', { tool_name: 'shell', from: 'output_item_done', 'thread.id': '10' }),
    ).toMatchObject({
      kind: 'span',
      provider: null,
      tool: null,
      toolNames: [],
      sessionId: null,
    })
  })

  test('the run of a tool has its bodies from its own record', () => {
    const result = { arguments: '{"command":["ls"]}', output: 'ferry.py', success: 'false' }
    const run = { tool_name: 'shell', call_id: 'call_1' }
    const span = of('handle_tool_call', run, [eventAt('codex.tool_result', 1, { ...run, ...result })])
    expect(span).toMatchObject({
      kind: 'tool',
      tool: { name: 'shell', callId: 'call_1' },
      input: '{"command":["ls"]}',
      output: 'ferry.py',
      isError: true,
    })
  })

  test('a turn is known by its numbers under any scope, and other spans of the application are not', () => {
    expect(spansOf('codex_exec')('session_task.turn', {}).kind).toBe('agent')
    expect(spansOf('app')('turn', usage).dialect).toBe('codex')
    expect(spansOf('app')('turn', { model: 'gpt-5' }).dialect).toBe('')
  })
})
