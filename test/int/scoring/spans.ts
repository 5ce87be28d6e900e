/** A span as OTLP has it in JSON. */
export interface JsonSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes: { key: string; value: { stringValue: string } }[]
}

const START_NS = BigInt(Date.UTC(2026, 2, 1, 12)) * 1_000_000n
const attributes = (values: Record<string, string>) =>
  Object.entries(values).map(([key, value]) => ({ key, value: { stringValue: value } }))

/** Ids of some number. */
export const traceId = (n: number): string => n.toString(16).padStart(32, '0')
export const spanId = (n: number): string => n.toString(16).padStart(16, '0')

function span(n: number, from: number, to: number, name: string, more: Record<string, string>): JsonSpan {
  return {
    traceId: traceId(n),
    spanId: spanId(n * 100 + from),
    name,
    startTimeUnixNano: String(START_NS + BigInt(n * 1000 + from) * 1_000_000n),
    endTimeUnixNano: String(START_NS + BigInt(n * 1000 + to) * 1_000_000n),
    attributes: attributes(more),
  }
}

const messages = (role: string, text: string) =>
  JSON.stringify([{ role, parts: [{ type: 'text', content: text }] }])

/** A model's call that begins 20 ms after its trace. */
export function call(n: number, answer: string, more: Record<string, string> = {}): JsonSpan {
  return span(n, 20, 30, 'chat m', {
    'gen_ai.operation.name': 'chat',
    'gen_ai.request.model': 'm',
    'gen_ai.input.messages': messages('user', 'When does the parcel arrive?'),
    'gen_ai.output.messages': messages('assistant', answer),
    ...more,
  })
}

/** A retrieval that ended before the call of its trace began. */
export function retrieval(n: number, text: string): JsonSpan {
  return span(n, 5, 10, 'retrieval kb', {
    'gen_ai.operation.name': 'retrieval',
    'gen_ai.retrieval.documents': JSON.stringify([{ id: 'd1', content: text, score: 1 }]),
  })
}

/** Span ids that the thread of the tests hangs or dies on. */
export const HANGS = 'aaaaaaaaaaaaaaaa'
export const DIES = 'dddddddddddddddd'
