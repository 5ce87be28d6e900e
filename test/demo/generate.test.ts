import { expect, test } from 'vitest'
import type { DemoSpan } from './demo-trace.ts'
import { generateTraffic } from './generate.ts'

const END_MS = Date.UTC(2026, 10, 20, 8)
const traces = [...generateTraffic({ seed: 1, endMs: END_MS })]
const spans = traces.flatMap((trace) => trace.spans)
const isChat = (span: DemoSpan) =>
  span.attributes['gen_ai.operation.name'] === 'chat' || span.attributes['openinference.span.kind'] === 'LLM'

test('the same seed and end give the same traffic, another seed other traffic', () => {
  expect([...generateTraffic({ seed: 1, endMs: END_MS })]).toEqual(traces)
  const [first] = generateTraffic({ seed: 2, endMs: END_MS })
  expect(first?.traceId).not.toBe(traces[0]?.traceId)
})

test('an hour is large enough to fill every page of the UI', () => {
  expect(traces.length).toBeGreaterThanOrEqual(600)
  expect(spans.length).toBeGreaterThanOrEqual(4000)
  expect(new Set(traces.map((trace) => trace.sessionId)).size).toBeGreaterThanOrEqual(145)
  expect(new Set(traces.map((trace) => trace.userId)).size).toBeGreaterThanOrEqual(30)
  const largest = Math.max(...traces.map((trace) => trace.spans.length))
  expect(largest).toBeGreaterThan(250)
  expect(largest).toBeLessThan(400)
})

test('every parent exists, stands before its child, and encloses it', () => {
  for (const trace of traces) {
    const seen = new Map<string, DemoSpan>()
    for (const span of trace.spans) {
      expect(seen.has(span.spanId)).toBe(false)
      expect(span.traceId).toBe(trace.traceId)
      if (span !== trace.spans[0]) {
        const parent = seen.get(span.parentSpanId ?? '')
        if (parent === undefined) throw new Error(`${span.name} has no parent`)
        expect(parent.startUs <= span.startUs && span.endUs <= parent.endUs).toBe(true)
      }
      seen.set(span.spanId, span)
    }
    expect(trace.spans[0]?.parentSpanId).toBeNull()
  }
  expect(new Set(spans.map((span) => span.spanId)).size).toBe(spans.length)
})

test('traces come in order of their start and lie within the hour', () => {
  const starts = traces.map((trace) => trace.startUs)
  expect(starts).toEqual([...starts].sort((a, b) => a - b))
  expect(starts[0]).toBeGreaterThanOrEqual((END_MS - 3_600_000) * 1000)
  expect(Math.max(...spans.map((span) => span.endUs))).toBeLessThanOrEqual(END_MS * 1000)
  expect(spans.every((span) => Number.isInteger(span.startUs) && span.startUs < span.endUs)).toBe(true)
})

test('tokens fit the text: two to eight characters each, the cached part within the input', () => {
  for (const { attributes } of spans) {
    const output = attributes['gen_ai.usage.output_tokens']
    if (attributes['gen_ai.operation.name'] !== 'chat' || typeof output !== 'number') continue
    const input = Number(attributes['gen_ai.usage.input_tokens'])
    const letters = ['gen_ai.input.messages', 'gen_ai.system_instructions', 'gen_ai.tool.definitions']
      .map((key) => String(attributes[key] ?? '').length)
      .reduce((sum, length) => sum + length, 0)
    expect(letters / input).toBeGreaterThan(2)
    expect(letters / input).toBeLessThan(8)
    expect(String(attributes['gen_ai.output.messages']).length / output).toBeGreaterThan(2)
    expect(Number(attributes['gen_ai.usage.cache_read.input_tokens'] ?? 0)).toBeLessThanOrEqual(input)
  }
})

test('the history of a conversation grows with every answered turn', () => {
  const sizes = new Map<string, number[]>()
  for (const trace of traces) {
    const chat = trace.spans.find((span) => span.attributes['gen_ai.prompt.name'] === 'answer-question')
    if (chat === undefined || trace.sessionId === null) continue
    const messages: unknown = JSON.parse(String(chat.attributes['gen_ai.input.messages']))
    const list = sizes.get(trace.sessionId) ?? []
    sizes.set(trace.sessionId, [...list, Array.isArray(messages) ? messages.length : 0])
  }
  const long = [...sizes.values()].filter((list) => list.length >= 4)
  expect(long.length).toBeGreaterThan(20)
  for (const list of long) {
    expect(list).toEqual([...list].sort((a, b) => a - b))
    expect(list.at(-1)).toBeGreaterThanOrEqual(5)
  }
})

test('the newer prompt takes over in mid-hour and answers at greater length', () => {
  const answers = spans.filter(
    (span) =>
      span.attributes['gen_ai.prompt.name'] === 'answer-question' &&
      span.attributes['gen_ai.response.id'] !== undefined &&
      span.resource.attributes['deployment.environment.name'] === 'production',
  )
  const lengths = (version: string) =>
    answers
      .filter((span) => span.attributes['gen_ai.prompt.version'] === version)
      .map((span) => Number(span.attributes['gen_ai.usage.output_tokens']))
  const mean = (list: number[]) => list.reduce((sum, value) => sum + value, 0) / list.length
  expect(mean(lengths('8'))).toBeGreaterThan(mean(lengths('7')) * 1.1)
  const version = (index: number) => answers.at(index)?.attributes['gen_ai.prompt.version']
  expect([version(0), version(-1)]).toEqual(['7', '8'])
})

test('some calls fail, and most failures are healed by a retry', () => {
  const types = new Set(spans.map((span) => span.attributes['error.type']))
  expect([...types]).toEqual(expect.arrayContaining(['rate_limit_exceeded', 'timeout', 'upstream_timeout']))
  expect(
    spans.some((span) => String(span.attributes['gen_ai.response.finish_reasons']) === 'content_filter'),
  ).toBe(true)
  const failed = traces.filter((trace) => trace.spans.some((span) => span.error !== null))
  const lost = traces.filter((trace) => trace.spans[0]?.error != null)
  expect(failed.length / traces.length).toBeLessThan(0.2)
  expect(lost.length).toBeGreaterThan(0)
  expect(lost.length).toBeLessThan(failed.length / 2)
})

test('nine in ten traces are production, and both conventions are on the wire', () => {
  const production = traces.filter(
    (trace) => trace.spans[0]?.resource.attributes['deployment.environment.name'] === 'production',
  )
  expect(production.length / traces.length).toBeGreaterThan(0.8)
  expect(production.length / traces.length).toBeLessThan(0.97)
  const chats = spans.filter(isChat)
  expect(chats.some((span) => span.attributes['llm.token_count.prompt'] !== undefined)).toBe(true)
  expect(chats.some((span) => span.attributes['gen_ai.usage.input_tokens'] !== undefined)).toBe(true)
})

test('no text has an open slot', () => {
  const slot = /\{(?:order|product|tracking|carrier|ticket|invoice)\}|undefined|NaN/
  const open = spans.filter((span) => slot.test(JSON.stringify(span.attributes)))
  expect(open.map((span) => span.name)).toEqual([])
})
