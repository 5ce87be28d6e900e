import type { Stage } from './open-stage.ts'

type Value = string | number | boolean

export interface TestSpan {
  id: number
  parent?: number
  name: string
  /** Milliseconds after the start of the trace. */
  atMs?: number
  durationMs?: number
  attributes?: Record<string, Value>
  /** Message of a failure. */
  error?: string
}

const SPANS_PER_REQUEST = 2500

/** 32 or 16 hexadecimal digits. */
export const idOf = (n: number, digits: 16 | 32): string => n.toString(16).padStart(digits, '0')

/** Sends one trace as OTLP/JSON, as apps do; gives the status of the last answer. */
export async function sendSpans(
  stage: Stage,
  traceId: string,
  startMs: number,
  spans: readonly TestSpan[],
  apiKey?: string,
): Promise<number> {
  let status = 0
  for (let first = 0; first < spans.length; first += SPANS_PER_REQUEST) {
    const part = spans.slice(first, first + SPANS_PER_REQUEST).map((span) => toOtlp(traceId, startMs, span))
    const resource = { attributes: attributesOf({ 'service.name': 'e2e' }) }
    const answer = await fetch(`${stage.otlpUrl}/v1/traces`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(apiKey === undefined ? {} : { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify({ resourceSpans: [{ resource, scopeSpans: [{ spans: part }] }] }),
    })
    await answer.arrayBuffer()
    status = answer.status
  }
  return status
}

function toOtlp(traceId: string, startMs: number, span: TestSpan) {
  const { id, parent, name, atMs = 0, durationMs = 10, attributes = {}, error } = span
  return {
    traceId,
    spanId: idOf(id, 16),
    ...(parent === undefined ? {} : { parentSpanId: idOf(parent, 16) }),
    name,
    kind: 1,
    startTimeUnixNano: `${startMs + atMs}000000`,
    endTimeUnixNano: `${startMs + atMs + durationMs}000000`,
    attributes: attributesOf(attributes),
    ...(error === undefined ? {} : { status: { code: 2, message: error } }),
  }
}

const attributesOf = (attributes: Record<string, Value>) =>
  Object.entries(attributes).map(([key, value]) => ({ key, value: valueOf(value) }))

function valueOf(value: Value) {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'boolean') return { boolValue: value }
  return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
}
