import type { AnyValue } from '@assay/contract/any-value'
import type { CanonicalSpan } from '@assay/contract/canonical-span'
import { describe, expect, test } from 'vitest'
import { normaliseSpan } from '../src/normalise-span.ts'
import { rawSpan } from './raw-span.ts'

// Shapes that released clients were seen to send; test/clients runs those clients themselves.
function of(attributes: { [key: string]: AnyValue }, scopeName = 'test'): CanonicalSpan {
  const scope = { name: scopeName, version: '1', attributes: new Map(), schemaUrl: '' }
  return normaliseSpan(rawSpan(new Map(Object.entries(attributes)), { scope }))
}
const otherKeys = (span: CanonicalSpan) => span.otherAttributes.map(([key]) => key)

describe('AI SDK 7', () => {
  const context: { [key: string]: AnyValue } = {
    'ai.settings.context.sessionId': 's1',
    'ai.settings.context.userId': 'u1',
    'ai.settings.context.tags': ['beta'],
    'ai.settings.context.tenant': 't1',
  }

  test.for([
    ['current', { 'gen_ai.operation.name': 'invoke_agent', ...context }],
    ['legacy', { 'ai.operationId': 'ai.generateText', 'ai.settings.temperature': 0.5, ...context }],
  ] as [string, { [key: string]: AnyValue }][])(
    '%s telemetry: the runtime context names session, user and tags and is no parameter of the call',
    ([, attributes]) => {
      const span = of(attributes, 'gen_ai')
      expect(span).toMatchObject({ sessionId: 's1', userId: 'u1', tags: ['beta'] })
      expect(Object.keys(span.parameters).filter((name) => name.startsWith('context'))).toEqual([])
      expect(otherKeys(span)).toContain('ai.settings.context.tenant')
    },
  )

  test('metadata of a call wins over the runtime context', () => {
    const metadata = of({
      'ai.operationId': 'ai.generateText',
      'ai.telemetry.metadata.sessionId': 's0',
      ...context,
    })
    expect(metadata.sessionId).toBe('s0')
  })

  test.for([
    [{ type: 'json', value: { late: true } }, { late: true }],
    [{ type: 'text', value: 'late' }, 'late'],
    [{ type: 'error-text', value: 'no such port' }, 'no such port'],
    [{ late: true }, { late: true }],
    [{ type: 'json' }, { type: 'json' }],
    [
      { type: 'ferry', value: 3 },
      { type: 'ferry', value: 3 },
    ],
  ])('the result of a tool loses the tag %j that says how it is written', ([output, result]) => {
    const part = { type: 'tool-result', toolCallId: 'c1', toolName: 'ferry', output }
    const span = of({
      'ai.operationId': 'ai.generateText.doGenerate',
      'ai.prompt.messages': JSON.stringify([{ role: 'tool', content: [part] }]),
    })
    expect(span.inputMessages[0]?.parts).toEqual([{ type: 'tool_result', id: 'c1', result }])
  })

  test('the texts of an embedding are its input where the application lets them out, and vectors are nothing', () => {
    const span = of(
      {
        'gen_ai.operation.name': 'embeddings',
        'ai.values': ['"first"', '"second"'],
        'ai.embeddings': ['[0.1]', '[0.2]'],
      },
      'gen_ai',
    )
    expect(span).toMatchObject({ kind: 'embedding', inputText: 'first\nsecond', outputText: null })
    expect(otherKeys(span)).toEqual([])
  })

  test.for([
    ['current', { 'gen_ai.operation.name': 'rerank' }],
    ['legacy', { 'ai.operationId': 'ai.rerank.doRerank' }],
  ] as [string, { [key: string]: AnyValue }][])(
    '%s telemetry: documents stand in the order of their ranking, with its scores',
    ([, marks]) => {
      const span = of(
        {
          ...marks,
          'ai.documents': ['"winter timetable"', '"summer timetable"', '"fares"'],
          'ai.ranking': [
            '{"index":2,"relevanceScore":0.9}',
            '{"index":0,"relevanceScore":0.4}',
            '{"index":9}',
          ],
        },
        'gen_ai',
      )
      expect(span.kind).toBe('reranker')
      expect(span.documents.map(({ content, score }) => [content, score])).toEqual([
        ['fares', 0.9],
        ['winter timetable', 0.4],
      ])
    },
  )
})

describe('Traceloop', () => {
  const tool = (input: string) =>
    of({
      'traceloop.span.kind': 'tool',
      'traceloop.entity.name': 'ferry_status',
      'traceloop.entity.input': input,
    }).input

  test.for([
    ['{"args":[],"kwargs":{"port":"Oban"}}', '{"port":"Oban"}'],
    ['{"args":["Oban"],"kwargs":{}}', 'Oban'],
    ['{"args":[{"port":"Oban"}],"kwargs":{}}', '{"port":"Oban"}'],
    ['{"args":[],"kwargs":{}}', null],
    ['{"args":["Oban",7],"kwargs":{}}', '{"args":["Oban",7],"kwargs":{}}'],
    ['{"args":["Oban"],"kwargs":{"line":7}}', '{"args":["Oban"],"kwargs":{"line":7}}'],
    ['{"args":1,"kwargs":2}', '{"args":1,"kwargs":2}'],
    ['{"args":[],"kwargs":{},"tags":[]}', '{"args":[],"kwargs":{},"tags":[]}'],
    ['no JSON', 'no JSON'],
  ])('a call recorded as %s gives the input %j', ([recorded, input]) => {
    expect(tool(recorded!)).toBe(input)
  })

  test('the question among the arguments of an agent is the text of its input', () => {
    const span = of({
      'traceloop.span.kind': 'agent',
      'traceloop.entity.input': '{"args":[],"kwargs":{"question":"Is it late?"}}',
    })
    expect(span.inputText).toBe('Is it late?')
  })
})

describe('OpenInference', () => {
  test('the end of a streamed answer is told by its finish reason alone', () => {
    const span = of({
      'openinference.span.kind': 'LLM',
      'output.value': 'Yes.',
      'llm.output_messages.0.message.role': 'assistant',
      'llm.output_messages.0.message.content': 'Yes.',
      'llm.finish_reason': 'length',
    })
    expect(span.finishReasons).toEqual(['length'])
    expect(span.outputMessages[0]?.finishReason).toBe('length')
    const silent = of({ 'openinference.span.kind': 'LLM', 'llm.finish_reason': 'content_filter' })
    expect(silent.finishReasons).toEqual(['content_filter'])
  })
})

test('a total of tokens is neither input nor output', () => {
  const span = of({ 'gen_ai.operation.name': 'chat', 'gen_ai.usage.total_tokens': 40 })
  expect(span.tokens).toMatchObject({ input: null, output: null })
  expect(otherKeys(span)).toEqual([])
})
