import { KNOWN_KEYS } from '../../../packages/normalise/test/known-keys.ts'
import type { Random } from '../random.ts'

/** A JSON value of a request that is being made up. */
export type Json = null | string | number | boolean | Json[] | { [key: string]: Json }

const NUMBERS = [
  '0',
  '1',
  '-1',
  '2147483648',
  '9007199254740993',
  '9223372036854775807',
  '-9223372036854775808',
  '18446744073709551615',
  '1e400',
  'NaN',
]
const HOSTILE_KEYS = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  '0',
  '$map',
  '$bytes',
  '$double',
  '\u0000',
  'a.b..c',
  '\ud800',
  'k'.repeat(300),
  'é',
  '"\\',
]
const INDEXED = [
  'gen_ai.prompt.',
  'gen_ai.completion.',
  'llm.input_messages.',
  'llm.output_messages.',
  'llm.tools.',
  'retrieval.documents.',
  'llm.request.functions.',
]
const INDEXES = ['0', '1', '7', '-1', '999999999', '99999999999999999999', '__proto__', '']
const TAILS = [
  '.role',
  '.content',
  '.message.role',
  '.message.content',
  '.message.contents.0.message_content.text',
  '.message.tool_calls.0.tool_call.function.arguments',
  '.tool_calls.0.name',
  '.document.score',
  '.tool.json_schema',
  '',
]
const TEXTS = [
  '',
  'chat',
  'openai',
  'gpt-4o-mini',
  'LLM',
  'embeddings',
  'execute_tool',
  'true',
  '[]',
  '{}',
  'null',
  '[{"role":"user","content":"hi"}]',
  '[{"role":"assistant","parts":[{"type":"text","content":"yes"}],"finish_reason":"stop"}]',
  '{"messages":[{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:,x"}}]}]}',
  '[[[[[[[[',
  '{"a":',
  '\u0000',
  '\ud83d',
  '🙂',
  "'; DROP TABLE spans; --",
  '{x:String}',
  '\t\n\r\\N',
  '2026-01-01T00:00:00Z',
]

/** Traces that the made requests share, so that some have many spans. */
const TRACES = 4000

/** A sound request of one to three spans whose attributes are taken from what the rules of all dialects read. */
export function seedRequest(random: Random, nowNs: bigint): Json {
  const spans = Array.from({ length: random.int(1, 3) }, () => span(random, nowNs))
  return {
    resourceSpans: [
      {
        resource: {
          attributes: [text('service.name', random.pick(['shop', 'bot', ''])), ...attributes(random, 2)],
        },
        scopeSpans: [
          {
            scope: {
              name: random.pick([
                '',
                'openinference.instrumentation',
                'ai',
                'traceloop',
                '@traceloop/x',
                'langfuse-sdk',
                'pydantic-ai',
                'mlflow',
              ]),
              version: '1',
            },
            spans,
          },
        ],
        schemaUrl: random.pick(['', 'https://opentelemetry.io/schemas/1.37.0']),
      },
    ],
  }
}

function span(random: Random, nowNs: bigint): Json {
  const start = nowNs - BigInt(random.int(0, 1000)) * 60_000_000_000n - BigInt(random.int(0, 1e9))
  return {
    traceId: random.int(1, TRACES).toString(16).padStart(32, 'f'),
    spanId: random.int(1, 0xffff_ffff).toString(16).padStart(16, '0'),
    parentSpanId: random.chance(0.5) ? '' : random.int(1, 2000).toString(16).padStart(16, '0'),
    traceState: random.pick(['', 'a=b', 'x'.repeat(50)]),
    name: random.pick(['chat gpt-4o-mini', 'ai.generateText', 'POST /v1', '', '\u0000', 'ChatOpenAI.chat']),
    kind: random.int(0, 6),
    startTimeUnixNano: String(start),
    endTimeUnixNano: String(start + BigInt(random.pick([0, 1, -1, 1e6, 1e12])) * BigInt(random.int(0, 1000))),
    attributes: attributes(random, 14),
    droppedAttributesCount: random.pick([0, 1, 4294967295]),
    events: list(random, 2, () => ({
      timeUnixNano: String(start),
      name: random.pick(['exception', 'gen_ai.choice', 'gen_ai.user.message', '']),
      attributes: attributes(random, 3),
    })),
    links: list(random, 1, () => ({
      traceId: 'ab'.repeat(16),
      spanId: 'cd'.repeat(8),
      traceState: '',
      attributes: attributes(random, 1),
    })),
    status: { code: random.int(0, 3), message: random.pick(TEXTS) },
    flags: random.pick([0, 1, 257]),
  }
}

const list = (random: Random, most: number, make: () => Json): Json[] =>
  Array.from({ length: random.int(0, most) }, make)
const text = (key: string, stringValue: string): Json => ({ key, value: { stringValue } })

function attributes(random: Random, most: number): Json[] {
  return list(random, most, () => ({ key: attributeKey(random), value: anyValue(random, 0) }))
}

/** A key that some rule reads, or one that no one should have sent. */
export function attributeKey(random: Random): string {
  const kind = random.next()
  if (kind < 0.7) return random.pick(KNOWN_KEYS)
  if (kind < 0.85) return random.pick(INDEXED) + random.pick(INDEXES) + random.pick(TAILS)
  return random.pick(HOSTILE_KEYS)
}

/** An AnyValue of any type, nested a little. */
export function anyValue(random: Random, depth: number): Json {
  const kind = random.int(0, depth > 3 ? 5 : 9)
  if (kind <= 2) return { stringValue: random.pick(TEXTS) }
  if (kind === 3) return { intValue: random.pick(NUMBERS.slice(0, 8)) }
  if (kind === 4) return { doubleValue: random.pick([0, -0, 0.5, 1e-320, 1e308, 123456789.125, -1]) }
  if (kind === 5) return { boolValue: random.chance(0.5) }
  if (kind === 6) return { arrayValue: { values: list(random, 4, () => anyValue(random, depth + 1)) } }
  if (kind === 7)
    return {
      kvlistValue: {
        values: list(random, 4, () => ({ key: attributeKey(random), value: anyValue(random, depth + 1) })),
      },
    }
  if (kind === 8) return { bytesValue: 'AP8=' }
  return {}
}
