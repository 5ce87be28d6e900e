import type { AnyValue, Attributes } from '@assay/contract/any-value'
import type { RawSpan } from '@assay/contract/raw-span'

/** A decoded message of protobufjs: fields that were not sent read as their defaults. */
export interface Decoded {
  [field: string]: unknown
}

export const list = (value: unknown): Decoded[] => (Array.isArray(value) ? (value as Decoded[]) : [])
export const text = (value: unknown): string => (typeof value === 'string' ? value : '')
const count = (value: unknown): number => Number(value ?? 0)
/** Numbers, or the Long of protobufjs. */
export const integer = (value: unknown): bigint =>
  BigInt((value as { toString(): string } | null | undefined)?.toString() ?? 0)
export const bytes = (value: unknown): Uint8Array =>
  value instanceof Uint8Array ? new Uint8Array(value) : new Uint8Array()
const id = (value: unknown, length: number): Uint8Array =>
  bytes(value).length === 0 ? new Uint8Array(length) : bytes(value)

export function attributes(value: unknown): Attributes {
  return new Map(list(value).map((pair) => [text(pair['key']), anyValue(pair['value'] as Decoded | null)]))
}

export function anyValue(message: Decoded | null | undefined): AnyValue {
  switch (message?.['value']) {
    case 'stringValue':
      return text(message['stringValue'])
    case 'boolValue':
      return message['boolValue'] === true
    case 'intValue': {
      const exact = integer(message['intValue'])
      return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact
    }
    case 'doubleValue':
      return Number(message['doubleValue'])
    case 'bytesValue':
      return bytes(message['bytesValue'])
    case 'arrayValue':
      return list((message['arrayValue'] as Decoded)['values']).map(anyValue)
    case 'kvlistValue':
      return attributes((message['kvlistValue'] as Decoded)['values'])
    default:
      return null
  }
}

/** What the decoders should make of a request that protobufjs decoded, all of whose spans are sound. */
export function mapDecoded(request: Decoded): RawSpan[] {
  return list(request['resourceSpans']).flatMap((group) => {
    const resource = {
      attributes: attributes((group['resource'] as Decoded | null)?.['attributes']),
      schemaUrl: text(group['schemaUrl']),
    }
    return list(group['scopeSpans']).flatMap((part) => {
      const scopeMessage = (part['scope'] ?? {}) as Decoded
      const scope = {
        name: text(scopeMessage['name']),
        version: text(scopeMessage['version']),
        attributes: attributes(scopeMessage['attributes']),
        schemaUrl: text(part['schemaUrl']),
      }
      return list(part['spans']).map((span) => mapSpan(span, resource, scope))
    })
  })
}

function mapSpan(span: Decoded, resource: RawSpan['resource'], scope: RawSpan['scope']): RawSpan {
  const status = (span['status'] ?? {}) as Decoded
  const start = integer(span['startTimeUnixNano'])
  const end = integer(span['endTimeUnixNano'])
  return {
    traceId: bytes(span['traceId']),
    spanId: bytes(span['spanId']),
    parentSpanId: id(span['parentSpanId'], 8),
    traceState: text(span['traceState']),
    flags: count(span['flags']),
    name: text(span['name']),
    otelKind: count(span['kind']) > 5 ? 0 : count(span['kind']),
    startTimeUnixNano: start,
    endTimeUnixNano: end < start ? start : end,
    attributes: attributes(span['attributes']),
    droppedAttributesCount: count(span['droppedAttributesCount']),
    events: list(span['events']).map((event) => ({
      timeUnixNano: integer(event['timeUnixNano']),
      name: text(event['name']),
      attributes: attributes(event['attributes']),
      droppedAttributesCount: count(event['droppedAttributesCount']),
    })),
    droppedEventsCount: count(span['droppedEventsCount']),
    links: list(span['links']).map((link) => ({
      traceId: bytes(link['traceId']),
      spanId: bytes(link['spanId']),
      traceState: text(link['traceState']),
      attributes: attributes(link['attributes']),
      droppedAttributesCount: count(link['droppedAttributesCount']),
    })),
    droppedLinksCount: count(span['droppedLinksCount']),
    statusCode: count(status['code']) > 2 ? 0 : count(status['code']),
    statusMessage: text(status['message']),
    resource,
    scope,
  }
}
