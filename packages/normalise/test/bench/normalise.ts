import type { AnyValue } from '@assay/contract/any-value'
import type { RawSpan } from '@assay/contract/raw-span'
import { normaliseSpan } from '../../src/normalise-span.ts'
import { encodeSpan } from '../../src/rows/encode-span.ts'
import { BodyRows } from '../../src/bodies/body-rows.ts'
import { SplitBodies } from '../../src/rows/split-bodies.ts'
import { RowWriter } from '../../src/rows/row-writer.ts'
import { rawSpan } from '../raw-span.ts'

const SPANS = 512
const ROUNDS = 200

const message = (role: string, text: string) =>
  JSON.stringify([{ role, parts: [{ type: 'text', content: text }], finish_reason: 'stop' }])

/** A chat span of 20 attributes; `characters` of text in its messages. */
function chat(i: number, characters: number): RawSpan {
  const text = `Question ${i} `.padEnd(characters / 2, 'about the weather in the mountains tomorrow ')
  return rawSpan(
    new Map<string, AnyValue>([
      ['gen_ai.operation.name', 'chat'],
      ['gen_ai.provider.name', 'openai'],
      ['gen_ai.request.model', 'gpt-4.1-mini'],
      ['gen_ai.response.model', 'gpt-4.1-mini-2025-04-14'],
      ['gen_ai.response.id', `chatcmpl-${i}`],
      ['gen_ai.request.temperature', 0.2],
      ['gen_ai.request.max_tokens', 800],
      ['gen_ai.request.top_p', 0.9],
      ['gen_ai.response.finish_reasons', ['stop']],
      ['gen_ai.usage.input_tokens', 412 + i],
      ['gen_ai.usage.output_tokens', 97],
      ['gen_ai.usage.cache_read.input_tokens', 256],
      ['gen_ai.conversation.id', `conv-${i % 40}`],
      ['user.id', `user-${i % 90}`],
      ['server.address', 'api.openai.com'],
      ['server.port', 443],
      ['gen_ai.input.messages', message('user', text)],
      ['gen_ai.output.messages', message('assistant', text)],
      ['shop.tenant', 'north'],
      ['shop.basket_size', 3],
    ]),
  )
}

/** An HTTP span of 20 attributes. */
function http(i: number): RawSpan {
  const attributes = new Map<string, AnyValue>()
  for (let k = 0; k < 20; k++)
    attributes.set(`http.attribute.${k}`, k % 3 === 0 ? k * i : `value ${k} of span ${i}`)
  return rawSpan(attributes, { name: 'POST /answer' })
}

function measure(name: string, spans: RawSpan[]): void {
  const [narrow, content, taken] = [1, 2, 3].map(() => new RowWriter(4 * 1024 * 1024)) as [
    RowWriter,
    RowWriter,
    RowWriter,
  ]
  let version = 1n
  const rounds: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    // Bodies are new in every round, as those of unlike senders are.
    const bodies = new SplitBodies(new BodyRows(taken, null, 'bench'))
    const rows = { spans: narrow, content, bodies }
    const start = performance.now()
    for (const span of spans)
      encodeSpan(rows, span, normaliseSpan(span), { projectId: 'bench', version: version++ })
    rounds.push(((performance.now() - start) * 1000) / spans.length)
    for (const writer of [narrow, content, taken]) writer.truncate(0)
  }
  // The first half warms the compiler up; the best of the rest is what the machine's other work disturbed least.
  const warm = rounds.slice(ROUNDS / 2).sort((a, b) => a - b)
  console.log(`figure ${name}_median ${warm[Math.floor(warm.length / 2)]!.toFixed(2)} us/span`)
  console.log(`figure ${name}_best ${warm[0]!.toFixed(2)} us/span`)
}

/** Prints the time to normalise and encode one span, as `figure <name> <value> <unit>` lines. */
export function bench(): void {
  const list = Array.from({ length: SPANS }, (_, i) => i)
  measure(
    'normalise_encode_chat_400B',
    list.map((i) => chat(i, 400)),
  )
  measure(
    'normalise_encode_chat_4kB',
    list.map((i) => chat(i, 4000)),
  )
  measure('normalise_encode_plain', list.map(http))
}

if (import.meta.main) bench()
