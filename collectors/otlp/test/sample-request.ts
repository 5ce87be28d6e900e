/** What a request is made of; the same seed gives the same request. */
export interface SampleShape {
  spans: number
  /** Characters of prompt and answer together on each span. */
  textBytes: number
}

/** A made request as an SDK of the GenAI conventions sends it, in the shape of OTLP/JSON: about twenty attributes a span. */
export function sampleRequest(shape: SampleShape) {
  const words = 'the answer of a model is a text of several words and some more of them '
  const half = Math.floor(shape.textBytes / 2)
  const text = words.repeat(Math.ceil((half + 8) / words.length))
  const spans = Array.from({ length: shape.spans }, (_, i) => {
    const start = 1_795_176_000_000_000_000n + BigInt(i) * 1_000_003n
    return {
      traceId: hex(Math.floor(i / 8) + 1, 32),
      spanId: hex(i + 1, 16),
      ...(i % 8 === 0 ? {} : { parentSpanId: hex(i - (i % 8) + 1, 16) }),
      name: 'chat gpt-4o-mini',
      kind: 3,
      startTimeUnixNano: String(start),
      endTimeUnixNano: String(start + 250_000_000n),
      attributes: [
        attribute('gen_ai.operation.name', { stringValue: 'chat' }),
        attribute('gen_ai.provider.name', { stringValue: 'openai' }),
        attribute('gen_ai.request.model', { stringValue: 'gpt-4o-mini' }),
        attribute('gen_ai.response.model', { stringValue: 'gpt-4o-mini-2024-07-18' }),
        attribute('gen_ai.response.id', { stringValue: `chatcmpl-${hex(i * 7919, 12)}` }),
        attribute('gen_ai.request.temperature', { doubleValue: 0.7 }),
        attribute('gen_ai.request.top_p', { doubleValue: 0.9 }),
        attribute('gen_ai.request.max_tokens', { intValue: '1024' }),
        attribute('gen_ai.request.seed', { intValue: String(i) }),
        attribute('gen_ai.usage.input_tokens', { intValue: String(100 + (i % 50)) }),
        attribute('gen_ai.usage.output_tokens', { intValue: String(20 + (i % 30)) }),
        attribute('gen_ai.usage.cache_read.input_tokens', { intValue: '64' }),
        attribute('gen_ai.response.finish_reasons', { arrayValue: { values: [{ stringValue: 'stop' }] } }),
        attribute('gen_ai.conversation.id', { stringValue: `session-${i >> 5}` }),
        attribute('user.id', { stringValue: `user-${i % 100}` }),
        attribute('server.address', { stringValue: 'api.openai.com' }),
        attribute('server.port', { intValue: '443' }),
        attribute('deployment.environment.name', { stringValue: 'production' }),
        attribute('gen_ai.input.messages', { stringValue: text.slice(i % 8, (i % 8) + half) }),
        attribute('gen_ai.output.messages', { stringValue: text.slice(i % 8, (i % 8) + half) }),
      ],
      status: i % 50 === 0 ? { code: 2, message: 'rate limited' } : {},
      flags: 257,
    }
  })
  const service = attribute('service.name', { stringValue: 'shop' })
  return {
    resourceSpans: [
      { resource: { attributes: [service] }, scopeSpans: [{ scope: { name: 'made' }, spans }] },
    ],
  }
}

const attribute = (key: string, value: object) => ({ key, value })
const hex = (n: number, digits: number) => n.toString(16).padStart(digits, '0')

/** The request with ids as bytes, which is how protobufjs wants them. */
export function withBinaryIds(request: ReturnType<typeof sampleRequest>): object {
  return {
    resourceSpans: request.resourceSpans.map((r) => ({
      ...r,
      scopeSpans: r.scopeSpans.map((s) => ({
        ...s,
        spans: s.spans.map((span) => ({
          ...span,
          traceId: Buffer.from(span.traceId, 'hex'),
          spanId: Buffer.from(span.spanId, 'hex'),
          parentSpanId: Buffer.from(span.parentSpanId ?? '', 'hex'),
        })),
      })),
    })),
  }
}
