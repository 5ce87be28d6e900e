import type { RawEvent } from '@assay/contract/raw-span'
import { describe, expect, test } from 'vitest'
import { eventAt, spansOf, type Said } from './spans-of.ts'

describe('Gemini CLI', () => {
  const of = spansOf('gemini-cli')
  const common = { 'gen_ai.agent.name': 'gemini-cli', 'gen_ai.conversation.id': 'session-1' }
  const call = (attributes: Said, events: RawEvent[] = []) =>
    of(
      'llm_call',
      {
        ...common,
        'gen_ai.operation.name': 'llm_call',
        'gen_ai.request.model': 'gemini-2.5-pro',
        'gen_ai.usage.input_tokens': 900,
        'gen_ai.usage.output_tokens': 20,
        ...attributes,
      },
      events,
    )

  test('a call has its contents as messages; chunks of a stream are one answer', () => {
    const contents = [
      { role: 'user', parts: [{ text: 'Where is the ferry class?' }] },
      { role: 'model', parts: [{ functionCall: { id: 'f1', name: 'search', args: { pattern: 'ferry' } } }] },
      {
        role: 'user',
        parts: [{ functionResponse: { id: 'f1', name: 'search', response: { output: 'a' } } }],
      },
    ]
    const chunks = [
      { role: 'model', parts: [{ text: 'Looking at it.', thought: true }] },
      null,
      { role: 'model', parts: [{ text: 'It is in ' }] },
      { role: 'model', parts: [{ text: 'ferry.py.' }] },
      { role: 'model', parts: [{ functionCall: { name: 'read_file', args: { path: 'ferry.py' } } }] },
    ]
    const span = call({
      'gen_ai.system_instructions': '{"parts":[{"text":"Be brief."}]}',
      'gen_ai.input.messages': JSON.stringify(contents),
      'gen_ai.output.messages': JSON.stringify(chunks),
      'gen_ai.tool.definitions':
        '[{"functionDeclarations":[{"name":"search","parametersJsonSchema":{"type":"object"}},{"name":"read_file"}]}]',
    })
    expect(span).toMatchObject({
      dialect: 'gemini-cli',
      kind: 'llm',
      provider: 'gcp.gen_ai',
      model: 'gemini-2.5-pro',
      tokens: { input: 900, output: 20 },
      sessionId: 'session-1',
      inputText: 'Where is the ferry class?',
      outputText: 'It is in ferry.py.',
      toolNames: ['read_file'],
    })
    expect(span.inputMessages.map((message) => [message.role, message.parts[0]?.type])).toEqual([
      ['system', 'text'],
      ['user', 'text'],
      ['assistant', 'tool_call'],
      ['user', 'tool_result'],
    ])
    expect(span.outputMessages).toHaveLength(1)
    expect(span.outputMessages[0]?.parts.map((part) => part.type)).toEqual(['reasoning', 'text', 'tool_call'])
    expect(span.toolDefinitions.map((tool) => [tool.name, tool.parameters])).toEqual([
      ['search', { type: 'object' }],
      ['read_file', null],
    ])
  })

  test('a call without bodies has them from its log records, and only what is missing', () => {
    const response = [
      { candidates: [{ content: { role: 'model', parts: [{ text: 'In ' }] } }] },
      { candidates: [{ content: { role: 'model', parts: [{ text: 'ferry.py' }] }, finishReason: 'STOP' }] },
    ]
    const records = [
      eventAt('gemini_cli.api_request', 1, { request_text: '[{"role":"user","parts":[{"text":"Where?"}]}]' }),
      eventAt('gemini_cli.api_response', 2, {
        response_text: JSON.stringify(response),
        input_token_count: 1,
      }),
    ]
    expect(call({}, records)).toMatchObject({
      inputText: 'Where?',
      outputText: 'In ferry.py',
      finishReasons: ['STOP'],
      tokens: { input: 900 },
    })
    const own = call({ 'gen_ai.output.messages': '{"role":"model","parts":[{"text":"Own."}]}' }, records)
    expect(own).toMatchObject({ inputText: 'Where?', outputText: 'Own.' })
  })

  test('a tool has the arguments and the result inside the records that the CLI keeps of it', () => {
    const output = {
      status: 'success',
      response: { responseParts: [{ functionResponse: { response: { output: 'ok' } } }] },
    }
    const span = of('tool_call', {
      ...common,
      'gen_ai.operation.name': 'tool_call',
      'gen_ai.tool.name': 'read_file',
      'gen_ai.tool.call_id': 'c1',
      'gen_ai.input.messages': '{"callId":"c1","name":"read_file","args":{"path":"ferry.py"}}',
      'gen_ai.output.messages': JSON.stringify(output),
    })
    expect(span).toMatchObject({
      kind: 'tool',
      tool: { name: 'read_file', callId: 'c1' },
      input: '{"path":"ferry.py"}',
      output: 'ok',
      isError: false,
    })
    const record = eventAt('gemini_cli.tool_call', 1, {
      function_args: '{"a":1}',
      success: false,
      error: 'gone',
    })
    expect(
      of('tool_call', { 'gen_ai.operation.name': 'tool_call', 'gen_ai.tool.name': 't' }, [record]),
    ).toMatchObject({ input: '{"a":1}', isError: true, errorMessage: 'gone' })
  })

  test.each([
    ['user_prompt', 'agent'],
    ['agent_call', 'agent'],
    ['schedule_tool_calls', 'chain'],
  ])('%s is of kind %s and keeps its text', (operation, kind) => {
    const span = of(operation, {
      ...common,
      'gen_ai.operation.name': operation,
      'gen_ai.input.messages': 'Rename the ferry class.',
    })
    expect(span).toMatchObject({ kind, inputText: 'Rename the ferry class.' })
  })

  test('the prompt of a turn that may not carry it comes from its log record', () => {
    const prompt = eventAt('gemini_cli.user_prompt', 1, { prompt: 'Rename it.' })
    expect(of('user_prompt', { 'gen_ai.operation.name': 'user_prompt' }, [prompt]).inputText).toBe(
      'Rename it.',
    )
  })

  test('earlier releases, which name bodies and operation in ways of their own, mean the same', () => {
    const span = of('llm_call', {
      'input-json': '[{"role":"user","parts":[{"text":"Where?"}]}]',
      'output-json': '[{"role":"model","parts":[{"text":"Here."}]}]',
    })
    expect(span).toMatchObject({ kind: 'llm', inputText: 'Where?', outputText: 'Here.' })
  })
})
