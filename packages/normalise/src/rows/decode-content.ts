import type { RawEvent, RawLink, RawResource, RawScope, RawSpan } from '@assay/contract/raw-span'
import { attributesFromParsed, decodeAttributes, parseExact } from './json-attributes.ts'

/** A row of `span_content` with the fields of its `spans` row that a raw span is rebuilt from. */
export interface StoredContent {
  /** 16 bytes. */
  traceId: Uint8Array
  /** 8 bytes. */
  spanId: Uint8Array
  /** 8 bytes; all zero for a root. */
  parentSpanId: Uint8Array
  name: string
  otelKind: number
  statusCode: number
  statusMessage: string
  /** Unix time in nanoseconds. */
  startTimeUnixNano: bigint
  /** Unix time in nanoseconds. */
  endTimeUnixNano: bigint
  flags: number
  traceState: string
  /** JSON texts as `encodeSpan` writes them. */
  attributes: string
  events: string
  links: string
  resource: string
  scope: string
}

type Parsed = { [key: string]: unknown }

const asText = (value: unknown): string => (typeof value === 'string' ? value : '')
const asCount = (value: unknown): number => (typeof value === 'number' ? value : 0)

function parseList(text: string): { items: Parsed[]; dropped: number[] } {
  const list = text === '' ? [] : (parseExact(text) as Parsed[])
  const last = list.at(-1)
  return last !== undefined && Array.isArray(last['dropped'])
    ? { items: list.slice(0, -1), dropped: last['dropped'] as number[] }
    : { items: list, dropped: [] }
}

function toEvent(item: Parsed): RawEvent {
  return {
    timeUnixNano: BigInt(asText(item['t'])),
    name: asText(item['n']),
    attributes: attributesFromParsed(item['a']),
    droppedAttributesCount: asCount(item['d']),
  }
}

function toLink(item: Parsed): RawLink {
  return {
    traceId: new Uint8Array(Buffer.from(asText(item['t']), 'hex')),
    spanId: new Uint8Array(Buffer.from(asText(item['s']), 'hex')),
    traceState: asText(item['w']),
    attributes: attributesFromParsed(item['a']),
    droppedAttributesCount: asCount(item['d']),
  }
}

/** The resource that `encodeSpan` wrote. */
function decodeResource(text: string): RawResource {
  const parsed = (text === '' ? {} : parseExact(text)) as Parsed
  return { attributes: attributesFromParsed(parsed['a']), schemaUrl: asText(parsed['u']) }
}

/** The instrumentation scope that `encodeSpan` wrote. */
function decodeScope(text: string): RawScope {
  const parsed = (text === '' ? {} : parseExact(text)) as Parsed
  return {
    name: asText(parsed['n']),
    version: asText(parsed['v']),
    attributes: attributesFromParsed(parsed['a']),
    schemaUrl: asText(parsed['u']),
  }
}

/**
 * The raw span that was stored, so that bodies can be derived anew on read. Equal to what was encoded, but for strings that held
 * half a character outside attributes. Throws a SyntaxError when a text is not what `encodeSpan` wrote.
 */
export function decodeContent(stored: StoredContent): RawSpan {
  const events = parseList(stored.events)
  const links = parseList(stored.links)
  return {
    traceId: stored.traceId,
    spanId: stored.spanId,
    parentSpanId: stored.parentSpanId,
    traceState: stored.traceState,
    flags: stored.flags,
    name: stored.name,
    otelKind: stored.otelKind,
    startTimeUnixNano: stored.startTimeUnixNano,
    endTimeUnixNano: stored.endTimeUnixNano,
    attributes: decodeAttributes(stored.attributes),
    droppedAttributesCount: events.dropped[0] ?? 0,
    events: events.items.map(toEvent),
    droppedEventsCount: events.dropped[1] ?? 0,
    links: links.items.map(toLink),
    droppedLinksCount: links.dropped[0] ?? 0,
    statusCode: stored.statusCode,
    statusMessage: stored.statusMessage,
    resource: decodeResource(stored.resource),
    scope: decodeScope(stored.scope),
  }
}
