import type { AnyValue } from '@assay/contract/any-value'
import type { RawSpan } from '@assay/contract/raw-span'
import { describe, expect, test } from 'vitest'
import { isPendingSpan } from '../src/dialects/pydantic-ai.ts'
import { normaliseSpan } from '../src/normalise-span.ts'
import { rawSpan } from './raw-span.ts'

const START = 1_795_163_400_000_000_000n
const of = (attributes: { [key: string]: AnyValue }, change: Partial<RawSpan> = {}) =>
  normaliseSpan(rawSpan(new Map(Object.entries(attributes)), { startTimeUnixNano: START, ...change }))
const scope = (name: string) => ({ name, version: '', attributes: new Map(), schemaUrl: '' })
const event = (name: string, ms: number, attributes: { [key: string]: AnyValue } = {}) => ({
  timeUnixNano: START + BigInt(ms * 1e6),
  name,
  attributes: new Map(Object.entries(attributes)),
  droppedAttributesCount: 0,
})

describe('one call, three ways of writing', () => {
  const scalars = {
    'gen_ai.provider.name': 'openai',
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'gpt-4.1',
    'gen_ai.request.max_tokens': 50,
    'gen_ai.response.model': 'gpt-4.1-2025-04-14',
    'gen_ai.response.finish_reasons': ['tool_calls'],
    'gen_ai.usage.input_tokens': 20,
    'gen_ai.usage.output_tokens': 9,
  }
  const input = '[{"role":"user","parts":[{"type":"text","content":"Is the ferry late?"}]}]'
  const call = '{"type":"tool_call","id":"c1","name":"ferry","arguments":{"line":7}}'
  const forms = [
    of({
      ...scalars,
      'gen_ai.input.messages': input,
      'gen_ai.output.messages': `[{"role":"assistant","parts":[${call}],"finish_reason":"tool_calls"}]`,
    }),
    of({
      ...scalars,
      'gen_ai.prompt': input,
      'gen_ai.completion': `[{"role":"assistant","parts":[${call}],"finish_reason":"tool_calls"}]`,
    }),
    of({
      'openinference.span.kind': 'LLM',
      'llm.provider': 'openai',
      'llm.model_name': 'gpt-4.1-2025-04-14',
      'llm.invocation_parameters': '{"model":"gpt-4.1","max_completion_tokens":50}',
      'llm.input_messages.0.message.role': 'user',
      'llm.input_messages.0.message.content': 'Is the ferry late?',
      'llm.output_messages.0.message.role': 'assistant',
      'llm.output_messages.0.message.tool_calls.0.tool_call.id': 'c1',
      'llm.output_messages.0.message.tool_calls.0.tool_call.function.name': 'ferry',
      'llm.output_messages.0.message.tool_calls.0.tool_call.function.arguments': '{"line":7}',
      'llm.token_count.prompt': 20,
      'llm.token_count.completion': 9,
      'output.value': '{"choices":[{"finish_reason":"tool_calls","index":0,"message":{"role":"assistant"}}]}',
    }),
  ]

  test('give equal canonical spans', () => {
    const [first, ...rest] = forms.map((span) => ({ ...span, dialect: '', otherAttributes: [] }))
    expect(first).toMatchObject({
      kind: 'llm',
      provider: 'openai',
      model: 'gpt-4.1-2025-04-14',
      requestModel: 'gpt-4.1',
      parameters: { max_tokens: 50 },
      toolNames: ['ferry'],
      inputText: 'Is the ferry late?',
      outputText: null,
      finishReasons: ['tool_calls'],
    })
    for (const other of rest) expect(other).toStrictEqual(first)
  })
})

describe('messages', () => {
  test('a JSON text, an AnyValue and a text encoded twice mean the same', () => {
    const text = '[{"role":"user","parts":[{"type":"text","content":"Hi"}]}]'
    const part = new Map([
      ['type', 'text'],
      ['content', 'Hi'],
    ])
    const any: AnyValue = [
      new Map<string, AnyValue>([
        ['role', 'user'],
        ['parts', [part]],
      ]),
    ]
    const [a, b, c] = [text, any, JSON.stringify(text)].map((value) => of({ 'gen_ai.input.messages': value }))
    expect(b!.inputMessages).toStrictEqual(a!.inputMessages)
    expect(c!.inputMessages).toStrictEqual(a!.inputMessages)
  })

  test('log records that were joined to a span give its messages, in the order of their times and choices', () => {
    const body = (fields: { [key: string]: AnyValue }) => ({ body: new Map(Object.entries(fields)) })
    const span = of(
      { 'gen_ai.operation.name': 'chat', 'gen_ai.system': 'openai' },
      {
        events: [
          event(
            'gen_ai.choice',
            9,
            body({ index: 1, finish_reason: 'stop', message: new Map([['content', 'two']]) }),
          ),
          event(
            'gen_ai.choice',
            9,
            body({ index: 0, finish_reason: 'stop', message: new Map([['content', 'one']]) }),
          ),
          event('gen_ai.user.message', 2, body({ content: 'question' })),
          event('gen_ai.system.message', 1, body({ content: 'be brief' })),
        ],
      },
    )
    expect(span.inputMessages.map((message) => message.role)).toEqual(['system', 'user'])
    expect(span).toMatchObject({ inputText: 'question', outputText: 'one\ntwo' })
  })

  test('an image is kept by reference and is no text', () => {
    const span = of({
      'gen_ai.input.messages':
        '[{"role":"user","content":[{"type":"text","text":"What?"},{"type":"image_url","image_url":{"url":"https://x.example/a.png"}}]}]',
    })
    expect(span.inputText).toBe('What?')
    expect(span.inputMessages[0]?.parts[1]).toEqual({
      type: 'media',
      modality: 'image',
      mimeType: null,
      uri: 'https://x.example/a.png',
      data: null,
    })
  })

  test('an integer beyond 2^53 in the arguments of a tool keeps its digits', () => {
    const span = of({
      'gen_ai.output.messages':
        '[{"role":"assistant","parts":[{"type":"tool_call","id":"1","name":"t","arguments":{"id":9007199254740993}}]}]',
    })
    expect(span.outputMessages[0]?.parts[0]).toMatchObject({ arguments: { id: '9007199254740993' } })
  })
})

describe('dialects', () => {
  test('Traceloop: messages stand in the order of their numbers', () => {
    const attributes: { [key: string]: AnyValue } = { 'llm.request.type': 'chat', 'gen_ai.system': 'OpenAI' }
    for (const i of [10, 2, 0, 1])
      Object.assign(attributes, {
        [`gen_ai.prompt.${i}.role`]: 'user',
        [`gen_ai.prompt.${i}.content`]: `q${i}`,
      })
    expect(of(attributes)).toMatchObject({ provider: 'openai', kind: 'llm', inputText: 'q0\nq1\nq2\nq10' })
  })

  test('LangSmith: its own kind wins over the operation, and the project is no session', () => {
    const span = of({
      'langsmith.span.kind': 'retriever',
      'gen_ai.operation.name': 'embeddings',
      'gen_ai.system': 'langchain',
      'langsmith.trace.session_id': 'project',
      'langsmith.metadata.thread_id': 'thread',
      'gen_ai.prompt': '{"query":"mites"}',
      'gen_ai.completion': '{"documents":[{"page_content":"a"},{"page_content":"b"}]}',
    })
    expect(span).toMatchObject({ kind: 'retriever', provider: null, sessionId: 'thread', inputText: 'mites' })
    expect(span.documents.map((document) => document.content)).toEqual(['a', 'b'])
  })

  test('MLflow: values lose the quotes that JSON gave them', () => {
    const span = of({
      'mlflow.spanType': '"AGENT"',
      'mlflow.spanOutputs': '"done"',
      'mlflow.llm.provider': '"openai"',
    })
    expect(span).toMatchObject({ kind: 'agent', outputText: 'done', provider: 'openai' })
  })

  test('Langfuse: buckets that exclude each other are added up, totals with details are not', () => {
    const usage = (details: object) =>
      of({
        'langfuse.observation.type': 'generation',
        'langfuse.observation.usage_details': JSON.stringify(details),
      }).tokens
    expect(
      usage({ input: 10, input_cached_tokens: 90, output: 5, output_reasoning_tokens: 15, total: 120 }),
    ).toEqual({
      input: 100,
      output: 20,
      cacheRead: 90,
      cacheWrite: null,
      reasoning: 15,
    })
    expect(usage({ input: 100, input_cached_tokens: 90, output: 20, total: 120 })).toMatchObject({
      input: 100,
      output: 20,
    })
  })

  test('Langfuse: an error by level is an error although the status is unset', () => {
    const span = of(
      { 'langfuse.observation.type': 'tool', 'langfuse.observation.level': 'ERROR' },
      { name: 'publish' },
    )
    expect(span).toMatchObject({ isError: true, kind: 'tool', toolNames: ['publish'] })
  })

  test('Claude Code: input holds the cached tokens that the CLI leaves out', () => {
    const span = of(
      {
        'span.type': 'llm_request',
        model: 'claude-x',
        input_tokens: 4,
        cache_read_tokens: 30,
        cache_creation_tokens: 6,
      },
      { name: 'claude_code.llm_request' },
    )
    expect(span).toMatchObject({
      kind: 'llm',
      provider: 'anthropic',
      tokens: { input: 40, cacheRead: 30, cacheWrite: 6 },
    })
  })

  test('AI SDK: the outer span is a chain, the inner one the call; seconds and milliseconds are told apart', () => {
    expect(of({ 'ai.operationId': 'ai.generateText' }).kind).toBe('chain')
    const inner = of({
      'ai.operationId': 'ai.streamText.doStream',
      'ai.model.provider': 'google.vertex.chat',
      'ai.response.msToFirstChunk': 12.5,
      'ai.prompt.messages': '[{"role":"user","content":[{"type":"text","text":"Hi"}]}]',
      'ai.response.toolCalls': '[{"toolCallId":"c","toolName":"find","input":{}}]',
    })
    expect(inner).toMatchObject({
      kind: 'llm',
      provider: 'gcp.vertex_ai',
      ttftMs: 12.5,
      inputText: 'Hi',
      toolNames: ['find'],
    })
  })

  test('vLLM: the span of the server is a call that says so', () => {
    const span = of(
      { 'gen_ai.latency.time_to_first_token': 0.0873, 'gen_ai.usage.prompt_tokens': 12 },
      { name: 'llm_request', scope: scope('vllm.llm_engine') },
    )
    expect(span).toMatchObject({
      kind: 'llm',
      isServerSide: true,
      ttftMs: 87.3,
      model: null,
      tokens: { input: 12, output: null },
    })
  })

  test('Logfire: a placeholder is known as one', () => {
    expect(isPendingSpan(rawSpan(new Map([['logfire.span_type', 'pending_span']])))).toBe(true)
    expect(isPendingSpan(rawSpan(new Map([['logfire.span_type', 'span']])))).toBe(false)
  })

  test('an exception that was caught is no error of the span, one that left it is', () => {
    const caught = event('exception', 1, { 'exception.type': 'Timeout', 'exception.escaped': 'False' })
    const left = event('exception', 1, { 'exception.type': 'Timeout', 'exception.escaped': true })
    expect(of({}, { events: [caught] })).toMatchObject({ isError: false, errorType: null })
    expect(of({}, { events: [left] })).toMatchObject({ isError: true, errorType: 'Timeout' })
    expect(of({}, { events: [left], statusCode: 1 }).isError).toBe(false)
  })

  test('a span that only names the agent above it is no agent', () => {
    expect(of({ 'gen_ai.agent.name': 'guide', 'http.request.method': 'GET' }).kind).toBe('span')
  })

  test('a plain span keeps its error, environment and user, and stays a plain span', () => {
    const span = of(
      { 'http.request.method': 'GET', 'enduser.id': 'u1', 'error.type': '503' },
      {
        statusCode: 2,
        statusMessage: 'upstream away',
        resource: { attributes: new Map([['deployment.environment', 'staging']]), schemaUrl: '' },
      },
    )
    expect(span).toMatchObject({
      kind: 'span',
      dialect: '',
      userId: 'u1',
      environment: 'staging',
      isError: true,
      errorType: '503',
      errorMessage: 'upstream away',
    })
  })
})
