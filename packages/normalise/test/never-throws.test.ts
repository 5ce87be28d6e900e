import type { AnyValue, Attributes } from '@assay/contract/any-value'
import type { CanonicalSpan } from '@assay/contract/canonical-span'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normaliseSpan } from '../src/normalise-span.ts'
import { encodeSpan } from '../src/rows/encode-span.ts'
import { spanWriters } from './span-writers.ts'
import { MESSAGE_EVENTS } from '../src/shared/message-events.ts'
import { anyValue } from './any-value.ts'
import { KNOWN_KEYS } from './known-keys.ts'
import { rawSpan } from './raw-span.ts'

const messageJson = fc
  .array(
    fc.dictionary(
      fc.constantFrom(
        'role',
        'parts',
        'content',
        'tool_calls',
        'type',
        'text',
        'id',
        'name',
        'kwargs',
        'finish_reason',
        'message',
        'function',
      ),
      fc.jsonValue({ maxDepth: 4 }),
    ),
    { maxLength: 4 },
  )
  .map((value) => JSON.stringify(value))
const key = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...KNOWN_KEYS) },
  { weight: 1, arbitrary: fc.string({ maxLength: 20 }) },
  {
    weight: 3,
    arbitrary: fc
      .tuple(
        fc.constantFrom(
          'gen_ai.prompt.',
          'gen_ai.completion.',
          'llm.input_messages.',
          'llm.output_messages.',
          'llm.tools.',
          'retrieval.documents.',
          'llm.request.functions.',
        ),
        fc.constantFrom('0', '1', '999999999', '__proto__', '99999999999999999999', '-1', ''),
        fc.constantFrom(
          '.role',
          '.content',
          '.message.role',
          '.message.content',
          '.message.contents.0.message_content.text',
          '.message.tool_calls.0.tool_call.function.arguments',
          '.tool_calls.0.name',
          '',
          '.__proto__.x',
          '.document.score',
          '.tool.json_schema',
        ),
      )
      .map((parts) => parts.join('')),
  },
)
const value: fc.Arbitrary<AnyValue> = fc.oneof(
  anyValue,
  messageJson,
  fc.jsonValue({ maxDepth: 5 }).map((json) => JSON.stringify(json)),
  fc.constantFrom('LLM', '"LLM"', 'chat', 'TOOL', 'EMBEDDING', 'generation', '12', '-5', '1e999'),
)
const attributes: fc.Arbitrary<Attributes> = fc
  .array(fc.tuple(key, value), { maxLength: 14 })
  .map((entries) => new Map(entries))
const eventName = fc.constantFrom(
  'exception',
  'First Token Stream Event',
  'db.query.result',
  'tool.output',
  ...MESSAGE_EVENTS,
)
const scopeName = fc.constantFrom(
  '',
  'ai',
  'gen_ai',
  'langfuse-sdk',
  'vllm.llm_engine',
  'sglang server',
  'pydantic-ai',
  'com.anthropic.claude_code.tracing',
  'codex_cli_rs',
  'gemini-cli',
  'openinference.x',
)
const spanName = fc.constantFrom(
  'x',
  'llm_request',
  'generate',
  'InferRequest',
  'step 1',
  'ai.toolCall',
  'claude_code.llm_request',
  'claude_code.tool',
  'session_task.turn',
  'llm_call',
  'tool_call',
  'Req 12',
)

function checkTexts(span: CanonicalSpan): void {
  for (const text of [
    span.operation,
    span.provider,
    span.model,
    span.responseId,
    span.input,
    span.output,
    span.sessionId,
    span.userId,
    span.inputText,
    span.outputText,
    span.errorType,
    span.errorMessage,
    span.promptName,
    span.promptVersion,
    span.agentName,
  ])
    expect(text === null || typeof text === 'string').toBe(true)
  for (const text of [...span.tags, ...span.toolNames, ...span.finishReasons])
    expect(typeof text).toBe('string')
  for (const count of Object.values(span.tokens) as (number | null)[])
    expect(count === null || (Number.isSafeInteger(count) && count >= 0)).toBe(true)
  for (const message of [...span.inputMessages, ...span.outputMessages]) {
    expect(typeof message.role).toBe('string')
    for (const part of message.parts) if (part.type === 'text') expect(typeof part.text).toBe('string')
  }
  expect(() => JSON.stringify({ ...span, otherAttributes: [] })).not.toThrow()
}

describe('whatever a sender writes', () => {
  test('a span maps without an exception to values of the declared types, and can be stored', () => {
    fc.assert(
      fc.property(
        attributes,
        attributes,
        eventName,
        scopeName,
        spanName,
        (own, onEvent, event, scope, name) => {
          const raw = rawSpan(own, {
            name,
            events: [
              {
                timeUnixNano: 1_795_163_400_200_000_000n,
                name: event,
                attributes: onEvent,
                droppedAttributesCount: 0,
              },
            ],
            scope: { name: scope, version: '', attributes: new Map(), schemaUrl: '' },
            resource: { attributes: onEvent, schemaUrl: '' },
          })
          const span = normaliseSpan(raw)
          checkTexts(span)
          encodeSpan(spanWriters(), raw, span, { projectId: 'p', version: 1n })
        },
      ),
      { numRuns: 1000 },
    )
  }, 60_000)

  test('an index of 999999999 costs no more than an index of 0', () => {
    const span = normaliseSpan(
      rawSpan(
        new Map([
          ['openinference.span.kind', 'LLM'],
          ['llm.input_messages.999999999.message.role', 'user'],
          ['llm.input_messages.999999999.message.content', 'last'],
          ['llm.input_messages.2.message.content', 'first'],
          ['llm.input_messages.99999999999999999999.message.content', 'beyond'],
          ['llm.input_messages.__proto__.message.content', 'polluted'],
        ]),
      ),
    )
    expect(span.inputText).toBe('first\nlast')
    expect(span.otherAttributes.map(([name]) => name)).toHaveLength(2)
  })

  test('a message of 130,000 parts is read', () => {
    const parts = Array.from({ length: 130_000 }, () => ({ type: 'text', content: 'x' }))
    const value = JSON.stringify([{ role: 'user', parts, tool_calls: parts }])
    const span = normaliseSpan(rawSpan(new Map([['gen_ai.input.messages', value]])))
    expect(span.inputMessages[0]?.parts).toHaveLength(260_000)
  }, 60_000)

  test('JSON that nests too deep stays the text that it was', () => {
    const deep = '['.repeat(100_000) + ']'.repeat(100_000)
    const span = normaliseSpan(rawSpan(new Map([['gen_ai.input.messages', deep]])))
    expect(span.inputText).toBe(deep)
  })

  test('tokens below zero are no number, and stand among the attributes that were not used', () => {
    const span = normaliseSpan(rawSpan(new Map([['gen_ai.usage.input_tokens', -12]])))
    expect(span.tokens).toMatchObject({ input: null, output: null })
    expect(span.otherAttributes).toEqual([['gen_ai.usage.input_tokens', -12]])
  })

  test('an attribute that no rule knows is kept', () => {
    const span = normaliseSpan(
      rawSpan(
        new Map<string, AnyValue>([
          ['gen_ai.operation.name', 'chat'],
          ['shop.basket', 'b-1'],
          ['gen_ai.new.idea', 3],
        ]),
      ),
    )
    expect(span.otherAttributes).toEqual([
      ['shop.basket', 'b-1'],
      ['gen_ai.new.idea', 3],
    ])
  })
})
