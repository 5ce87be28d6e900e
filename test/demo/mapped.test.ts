import type { AnyValue } from '@assay/contract/any-value'
import type { RawSpan } from '@assay/contract/raw-span'
import { normaliseSpan } from '@assay/normalise/normalise-span'
import { costOf } from '@assay/normalise/price/cost-of'
import { expect, test } from 'vitest'
import type { DemoAttributes, DemoSpan } from './demo-trace.ts'
import { generateTraffic } from './generate.ts'

const attributes = (from: DemoAttributes) => new Map<string, AnyValue>(Object.entries(from))

function toRaw(span: DemoSpan): RawSpan {
  return {
    traceId: Buffer.from(span.traceId, 'hex'),
    spanId: Buffer.from(span.spanId, 'hex'),
    parentSpanId: Buffer.from(span.parentSpanId ?? '0'.repeat(16), 'hex'),
    traceState: '',
    flags: 1,
    name: span.name,
    otelKind: { internal: 1, server: 2, client: 3 }[span.kind],
    startTimeUnixNano: BigInt(span.startUs) * 1000n,
    endTimeUnixNano: BigInt(span.endUs) * 1000n,
    attributes: attributes(span.attributes),
    droppedAttributesCount: 0,
    events: span.events.map((event) => ({
      timeUnixNano: BigInt(event.timeUs) * 1000n,
      name: event.name,
      attributes: attributes(event.attributes),
      droppedAttributesCount: 0,
    })),
    droppedEventsCount: 0,
    links: [],
    droppedLinksCount: 0,
    statusCode: span.error === null ? 0 : 2,
    statusMessage: span.error ?? '',
    resource: { attributes: attributes(span.resource.attributes), schemaUrl: '' },
    scope: { ...span.scope, attributes: new Map(), schemaUrl: '' },
  }
}

const canonical = [...generateTraffic({ seed: 1, endMs: Date.UTC(2026, 10, 20, 8) })]
  .flatMap((trace) => trace.spans)
  .map((span) => normaliseSpan(toRaw(span)))

test('Assay understands the traffic: every kind that it sends, sessions, users, tags, environments', () => {
  const kinds = new Set(canonical.map((span) => span.kind))
  const sent = [
    'llm',
    'embedding',
    'retriever',
    'reranker',
    'tool',
    'agent',
    'chain',
    'guardrail',
    'span',
  ] as const
  expect([...kinds].sort()).toEqual([...sent].sort())
  const calls = canonical.filter((span) => span.kind === 'llm')
  for (const call of calls) {
    expect(call.sessionId).not.toBeNull()
    expect(call.userId).not.toBeNull()
    expect(call.tags.length).toBeGreaterThan(0)
    expect(call.inputMessages.length).toBeGreaterThan(1)
    expect(call.isError || call.outputMessages.length === 1).toBe(true)
    expect(['production', 'staging']).toContain(call.environment)
  }
  expect(new Set(calls.map((call) => call.promptVersion))).toEqual(
    new Set(['2', '3', '4', '7', '8', '12', null]),
  )
})

test('answered calls have tokens, streamed ones a time to the first token, and only the own model has no price', () => {
  const answered = canonical.filter((span) => span.kind === 'llm' && !span.isError)
  expect(answered.every((span) => (span.tokens.input ?? 0) > 0 && (span.tokens.output ?? 0) > 0)).toBe(true)
  expect(answered.filter((span) => span.ttftMs !== null).length).toBeGreaterThan(answered.length / 4)
  const unpriced = answered.filter((span) => costOf(span) === null).map((span) => span.model)
  expect(new Set(unpriced)).toEqual(new Set(['cairn-7b-support']))
})

test('retrieved documents and tool calls arrive whole', () => {
  const found = canonical.filter((span) => span.kind === 'retriever')
  expect(found.every((span) => span.documents.length >= 4 && span.documents[0]?.content != null)).toBe(true)
  const tools = canonical.filter((span) => span.kind === 'tool')
  expect(tools.every((span) => span.tool !== null && span.input !== null && span.output !== null)).toBe(true)
})
