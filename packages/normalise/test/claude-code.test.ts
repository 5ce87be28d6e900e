import type { RawEvent } from '@assay/contract/raw-span'
import { describe, expect, test } from 'vitest'
import { joinLogs } from '../src/join-logs.ts'
import { rawSpan } from './raw-span.ts'
import { eventAt, spansOf, type Said } from './spans-of.ts'

const text = (role: string, said: string, finishReason: string | null = null) => ({
  role,
  name: null,
  parts: [{ type: 'text', text: said }],
  finishReason,
})

describe('Claude Code: what a span leaves out stands on its log records', () => {
  const of = spansOf('com.anthropic.claude_code.tracing')
  const call = (events: RawEvent[], attributes: Said = {}) =>
    of('claude_code.llm_request', { request_id: 'req_7', input_tokens: 3, ...attributes }, events)

  test('the cost that the CLI worked out is the cost of the call; its tokens are not added to those of the span', () => {
    const span = call([
      eventAt('api_request', 1, { request_id: 'req_6', cost_usd: '9', input_tokens: '500' }),
      eventAt('api_request', 2, { request_id: 'req_7', cost_usd: '0.0425', input_tokens: '3' }),
      eventAt('claude_code.api_request', 3, { request_id: 'req_7', cost_usd: '0.5' }),
    ])
    expect(span.reportedCostUsd).toBe(0.0425)
    expect(span.tokens.input).toBe(3)
    expect(call([eventAt('api_request', 1, { cost_usd: '-1' })]).reportedCostUsd).toBeNull()
  })

  test('messages, system text and tools are read from the bodies of the API where they were let out', () => {
    const sent = {
      system: [{ type: 'text', text: 'Be brief.' }],
      messages: [{ role: 'user', content: 'Rename the ferry class.' }],
      tools: [{ name: 'Edit', description: 'edits a file', input_schema: { type: 'object' } }],
    }
    const answered = {
      content: [
        { type: 'text', text: 'Renaming it.' },
        { type: 'tool_use', id: 'toolu_1', name: 'Edit', input: { file_path: 'ferry.py' } },
      ],
      stop_reason: 'tool_use',
    }
    const span = call([
      eventAt('api_response_body', 9, { body: JSON.stringify(answered), request_id: 'req_7' }),
      eventAt('api_request_body', 1, { body: JSON.stringify(sent) }),
      eventAt('api_request_body', 0, { body: '{"messages":[{"role":"user","content":"cut' }),
    ])
    expect(span).toMatchObject({
      inputMessages: [text('system', 'Be brief.'), text('user', 'Rename the ferry class.')],
      inputText: 'Rename the ferry class.',
      outputText: 'Renaming it.',
      toolNames: ['Edit'],
      toolDefinitions: [{ name: 'Edit', parameters: { type: 'object' } }],
    })
    expect(span.outputMessages[0]?.finishReason).toBe('tool_use')
  })

  test('an answer that comes as an event is the output of the call, and the last one that of the turn', () => {
    const answer = (ms: number, response: string, more: Said = {}) =>
      eventAt('assistant_response', ms, { response, request_id: 'req_7', ...more })
    expect(call([answer(1, 'Done.')], { stop_reason: 'end_turn' }).outputMessages).toEqual([
      text('assistant', 'Done.', 'end_turn'),
    ])
    const turn = of('claude_code.interaction', { user_prompt: '<REDACTED>' }, [
      answer(8, 'It is renamed.'),
      answer(9, 'run the tests', { query_source: 'prompt_suggestion' }),
      answer(2, 'Renaming it.'),
      answer(10, '<REDACTED>'),
      eventAt('user_prompt', 0, { prompt: 'Rename the ferry class.' }),
    ])
    expect(turn).toMatchObject({
      kind: 'agent',
      inputText: 'Rename the ferry class.',
      outputText: 'It is renamed.',
    })
  })

  test.each(['generate_session_title', 'prompt_suggestion'])(
    'the text of a call for %s is shown with it, and is nothing that user and assistant said',
    (source) => {
      const span = call([], { query_source: source, 'response.model_output': '{"title":"Ferries"}' })
      expect(span).toMatchObject({ kind: 'llm', outputText: '', tokens: { input: 3 } })
      expect(span.outputMessages).toEqual([text('assistant', '{"title":"Ferries"}')])
    },
  )

  test('a call that failed says why, whether its span or a log record tells it', () => {
    const failure = eventAt('api_error', 1, { error: 'overloaded_error', request_id: 'req_7', attempt: '2' })
    expect(call([failure])).toMatchObject({ isError: true, errorMessage: 'overloaded_error' })
    expect(call([{ ...failure, attributes: new Map([['request_id', 'req_1']]) }]).isError).toBe(false)
  })

  test('a tool has its input, output and failure from span, event and log record', () => {
    const result = (more: Said) => eventAt('claude_code.tool_result', 3, { tool_name: 'Bash', ...more })
    const span = of('claude_code.tool', { tool_use_id: 'toolu_1', full_command: 'ls' }, [
      eventAt('tool.output', 2, { output: 'ferry.py' }),
      result({ success: 'true', tool_input: '{"command":"ls"}' }),
    ])
    expect(span).toMatchObject({
      kind: 'tool',
      tool: { name: 'Bash', callId: 'toolu_1' },
      toolNames: ['Bash'],
      input: '{"command":"ls"}',
      output: 'ferry.py',
      isError: false,
    })
    const failed = of('claude_code.tool', { full_command: 'ls' }, [
      result({ success: 'false', error: 'exit 2' }),
    ])
    expect(failed).toMatchObject({ input: 'ls', isError: true, errorMessage: 'exit 2' })
  })

  test('a log record keeps its attribute body when its own body is but its name', () => {
    const joined = joinLogs(rawSpan(), [
      { name: 'api_response_body', timeUnixNano: 1n, body: '"claude_code.x"', attributes: '{"body":"{}"}' },
      { name: 'gen_ai.user.message', timeUnixNano: 2n, body: '"hello"', attributes: '{}' },
    ])
    expect(joined.events.map((one) => one.attributes.get('body'))).toEqual(['{}', 'hello'])
  })
})
