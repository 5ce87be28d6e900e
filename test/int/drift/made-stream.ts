import { seededRandom } from '@assay/stats/random/seeded'

/** How calls of a made stream are at a time. */
export interface Law {
  /** Words that an answer is made of, each as likely. */
  words: readonly string[]
  /** Mean number of words of an answer. */
  length: number
  /** Share of failed calls. */
  failed: number
}

export interface MadeStream {
  seed: string
  fromMs: number
  toMs: number
  callsAnHour: number
  /** Law of a call by its model, route and time. */
  law: (call: { model: string; route: string; timeMs: number }) => Law
}

/** A span as OTLP has it in JSON. */
export interface MadeSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name: string
  startTimeUnixNano: string
  endTimeUnixNano: string
  status?: { code: number; message: string }
  attributes: object[]
}

const HOUR_MS = 3_600_000
const MODELS = ['gpt-x', 'gpt-y']
const ROUTES = ['/chat', '/search']
const TENANTS = ['acme', 'globex', 'initech']
export const PLAIN_WORDS =
  'the order of your parcel was sent on time and it will arrive at the address that you gave to our shop within some days please keep the number to follow it'.split(
    ' ',
  )

const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0')
const nano = (ms: number) => `${Math.round(ms)}000000`
const attributes = (values: Record<string, string | number>) =>
  Object.entries(values).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
  }))
const messages = (role: string, text: string) =>
  JSON.stringify([{ role, parts: [{ type: 'text', content: text }] }])

/** Traces of a root and a model's call each, as spans of OTLP in JSON. Equal seeds make equal streams. */
export function makeSpans({ seed, fromMs, toMs, callsAnHour, law }: MadeStream): MadeSpan[] {
  const random = seededRandom(seed)
  const one = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!
  const text = (words: readonly string[], length: number) =>
    Array.from({ length }, () => one(words)).join(' ')
  const count = Math.round(((toMs - fromMs) / HOUR_MS) * callsAnHour)
  return Array.from({ length: count }, (_, i): MadeSpan[] => {
    const timeMs = fromMs + Math.floor(random() * (toMs - fromMs))
    const [model, route, tenant] = [one(MODELS), one(ROUTES), one(TENANTS)]
    const { words, length, failed } = law({ model, route, timeMs })
    const answer = text(words, Math.max(3, Math.round(length * (0.5 + random()))))
    const isFailed = random() < failed
    const traceId = hex(Math.floor(random() * 2 ** 48), 16) + hex(i + 1, 16)
    const root = hex(2 * i + 1, 16)
    return [
      {
        traceId,
        spanId: root,
        name: `POST ${route}`,
        startTimeUnixNano: nano(timeMs),
        endTimeUnixNano: nano(timeMs + 900),
        attributes: attributes({ 'http.route': route, 'tenant.id': tenant }),
      },
      {
        traceId,
        spanId: hex(2 * i + 2, 16),
        parentSpanId: root,
        name: `chat ${model}`,
        startTimeUnixNano: nano(timeMs + 5),
        endTimeUnixNano: nano(timeMs + 5 + 300 * (0.5 + random())),
        ...(isFailed && { status: { code: 2, message: 'overloaded' } }),
        attributes: attributes({
          'gen_ai.operation.name': 'chat',
          'gen_ai.request.model': model,
          'gen_ai.usage.input_tokens': 20 + Math.floor(random() * 20),
          'gen_ai.usage.output_tokens': answer.split(' ').length,
          'gen_ai.input.messages': messages('user', text(PLAIN_WORDS, 8 + Math.floor(random() * 8))),
          'gen_ai.output.messages': messages('assistant', answer),
        }),
      },
    ]
  }).flat()
}
