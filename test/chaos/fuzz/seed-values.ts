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
/** A text that is long enough to be stored apart from its span, of characters that JSON escapes or UTF-8 writes longer. */
const LONG_TEXT = 'é"\\\n🙂'.repeat(120)
export const TEXTS = [
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
  LONG_TEXT,
  JSON.stringify([{ role: 'user', content: LONG_TEXT }]),
]

const hex = (value: number, digits: number): string => value.toString(16).padStart(digits, '0')

/**
 * Ids of a span, or of what belongs to one. Traces are shared, so that some have many spans; some ids are of few, so
 * that spans come again and log records find theirs.
 */
export function ids(random: Random): { traceId: string; spanId: string } {
  const [traces, spans] = random.chance(0.2) ? [6, 6] : [4000, 0xffff_ffff]
  return { traceId: hex(random.int(1, traces), 32), spanId: hex(random.int(1, spans), 16) }
}

/** A time within the hours before `nowNs`, in nanoseconds. */
export const pastNs = (random: Random, nowNs: bigint): bigint =>
  nowNs - BigInt(random.int(0, 1000)) * 60_000_000_000n - BigInt(random.int(0, 1e9))

/** A resource under what senders call `resource`. */
export const resource = (random: Random): Json => ({
  attributes: [text('service.name', random.pick(['shop', 'bot', ''])), ...attributes(random, 2)],
})

export const SCHEMA_URLS = ['', 'https://opentelemetry.io/schemas/1.37.0']
export const EVALUATION_EVENT = 'gen_ai.evaluation.result'

/** What an evaluator says, or a part of it, of any type. */
export function evaluation(random: Random): Json[] {
  const keys = ['name', 'score.value', 'score.label', 'explanation'].map((key) => `gen_ai.evaluation.${key}`)
  return [...keys, 'error.type', 'gen_ai.response.id']
    .filter(() => random.chance(0.7))
    .map((key) => ({ key, value: anyValue(random, 3) }))
}

/** So many made items, or fewer. */
export const list = (random: Random, most: number, make: () => Json): Json[] =>
  Array.from({ length: random.int(0, most) }, make)
export const text = (key: string, stringValue: string): Json => ({ key, value: { stringValue } })

/** Attributes of an item, at most so many. */
export function attributes(random: Random, most: number): Json[] {
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
