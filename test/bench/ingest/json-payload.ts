import { decodeAllTraces } from '@assay/collector-otlp/decode/decode-traces'
import { timeWindow } from '@assay/collector-otlp/decode/time-window'
import type { AnyValue, Attributes } from '@assay/contract/any-value'
import { makePayload, type Payload } from '../otlp-payload.ts'

/** The spans of `makePayload` as OTLP/JSON, whose ids and times are made new in place too. */
export function makeJsonPayload(spans: number, textBytes: number, seed: number): Payload {
  const binary = makePayload(spans, textBytes, seed)
  binary.renew(0, BigInt(Date.now()) * 1_000_000n)
  const raw = decodeAllTraces(binary.body, 'protobuf', timeWindow(new Date())).spans
  /** What is written over, span by span, and where it stands. */
  const places: { index: number; key: keyof ReturnType<Payload['idsOf']>; at: number }[] = []
  let text = `{"resourceSpans":[{"resource":{"attributes":${attributes(raw[0]!.resource.attributes)}},`
  text += `"scopeSpans":[{"scope":{"name":"assay-bench","version":"1.0.0"},"spans":[`
  for (const [index, span] of raw.entries()) {
    const ids = binary.idsOf(index)
    text += index === 0 ? '{' : ',{'
    for (const [field, key] of FIELDS) {
      if (ids[key] === '') continue
      text += `"${field}":"`
      places.push({ index, key, at: text.length })
      text += `${ids[key]}",`
    }
    text += `"name":"${span.name}","kind":${span.otelKind},"attributes":${attributes(span.attributes)}}`
  }
  // ASCII alone, so that a character is a byte.
  const body = Buffer.from(`${text}]}]}]}`, 'latin1')
  return {
    ...binary,
    body,
    contentType: 'application/json',
    renew(serial, startUnixNano) {
      binary.renew(serial, startUnixNano)
      for (const { index, key, at } of places) body.write(binary.idsOf(index)[key], at, 'latin1')
    },
  }
}

const FIELDS = [
  ['traceId', 'traceId'],
  ['spanId', 'spanId'],
  ['parentSpanId', 'parentId'],
  ['startTimeUnixNano', 'startNs'],
  ['endTimeUnixNano', 'endNs'],
] as const

const attributes = (of: Attributes): string =>
  JSON.stringify([...of].map(([key, value]) => ({ key, value: anyValue(value) })))

function anyValue(value: AnyValue): object {
  if (typeof value === 'string') return { stringValue: value }
  if (typeof value === 'number')
    return Number.isInteger(value) ? { intValue: String(value) } : { doubleValue: value }
  throw new TypeError(`the bench has texts and numbers, and not ${typeof value}`)
}
