import type { AnyValue, Attributes } from '@assay/contract/any-value'
import type { RawSpan } from '@assay/contract/raw-span'

interface JsonAny {
  stringValue?: string
  boolValue?: boolean
  intValue?: string | number
  doubleValue?: number | string
  bytesValue?: string
  arrayValue?: { values?: JsonAny[] }
  kvlistValue?: { values?: JsonKeyValue[] }
}
interface JsonKeyValue {
  key: string
  value?: JsonAny
}
interface JsonEvent {
  timeUnixNano?: string
  name?: string
  attributes?: JsonKeyValue[]
}
interface JsonSpan {
  traceId: string
  spanId: string
  parentSpanId?: string
  name?: string
  kind?: number
  startTimeUnixNano: string
  endTimeUnixNano: string
  attributes?: JsonKeyValue[]
  events?: JsonEvent[]
  status?: { code?: number | string; message?: string }
}
interface JsonLog {
  traceId?: string
  spanId?: string
  timeUnixNano?: string
  observedTimeUnixNano?: string
  eventName?: string
  body?: JsonAny
  attributes?: JsonKeyValue[]
}
interface JsonLogsRequest {
  resourceLogs?: { scopeLogs?: { logRecords?: JsonLog[] }[] }[]
}
interface JsonRequest {
  resourceSpans?: {
    resource?: { attributes?: JsonKeyValue[] }
    scopeSpans?: { scope?: { name?: string; version?: string }; spans?: JsonSpan[] }[]
  }[]
}

function value(json: JsonAny | undefined): AnyValue {
  if (json?.stringValue !== undefined) return json.stringValue
  if (json?.boolValue !== undefined) return json.boolValue
  if (json?.doubleValue !== undefined) return Number(json.doubleValue)
  if (json?.intValue !== undefined) {
    const exact = BigInt(json.intValue)
    return Number.isSafeInteger(Number(exact)) ? Number(exact) : exact
  }
  if (json?.bytesValue !== undefined) return new Uint8Array(Buffer.from(json.bytesValue, 'base64'))
  if (json?.arrayValue !== undefined) return (json.arrayValue.values ?? []).map(value)
  return json?.kvlistValue === undefined ? null : attributes(json.kvlistValue.values)
}

function attributes(list: JsonKeyValue[] | undefined): Attributes {
  return new Map((list ?? []).map((item) => [item.key, value(item.value)]))
}

const bytes = (hex: string | undefined, length: number): Uint8Array =>
  hex === undefined || hex === '' ? new Uint8Array(length) : new Uint8Array(Buffer.from(hex, 'hex'))

/** A sound OTLP/JSON request as raw spans, for tests of what comes after decoding. */
export function rawSpans(request: JsonRequest): RawSpan[] {
  return (request.resourceSpans ?? []).flatMap((group) => {
    const resource = { attributes: attributes(group.resource?.attributes), schemaUrl: '' }
    return (group.scopeSpans ?? []).flatMap(({ scope: json, spans }) => {
      const scope = {
        name: json?.name ?? '',
        version: json?.version ?? '',
        attributes: new Map(),
        schemaUrl: '',
      }
      return (spans ?? []).map((span): RawSpan => ({
        traceId: bytes(span.traceId, 16),
        spanId: bytes(span.spanId, 8),
        parentSpanId: bytes(span.parentSpanId, 8),
        traceState: '',
        flags: 0,
        name: span.name ?? '',
        otelKind: span.kind ?? 0,
        startTimeUnixNano: BigInt(span.startTimeUnixNano),
        endTimeUnixNano: BigInt(span.endTimeUnixNano),
        attributes: attributes(span.attributes),
        droppedAttributesCount: 0,
        events: (span.events ?? []).map((event) => ({
          timeUnixNano: BigInt(event.timeUnixNano ?? 0),
          name: event.name ?? '',
          attributes: attributes(event.attributes),
          droppedAttributesCount: 0,
        })),
        droppedEventsCount: 0,
        links: [],
        droppedLinksCount: 0,
        statusCode: span.status?.code === 'STATUS_CODE_ERROR' ? 2 : Number(span.status?.code ?? 0) || 0,
        statusMessage: span.status?.message ?? '',
        resource,
        scope,
      }))
    })
  })
}

/** Log records as the events of the spans that they name, their body under the attribute `body`. */
export function joinLogs(spans: RawSpan[], request: JsonLogsRequest): void {
  const records = (request.resourceLogs ?? []).flatMap((group) =>
    (group.scopeLogs ?? []).flatMap((scope) => scope.logRecords ?? []),
  )
  for (const record of records) {
    const span = spans.find(
      (candidate) =>
        Buffer.from(candidate.spanId).toString('hex') === record.spanId &&
        Buffer.from(candidate.traceId).toString('hex') === record.traceId,
    )
    const own = attributes(record.attributes)
    if (record.body !== undefined) own.set('body', value(record.body))
    span?.events.push({
      timeUnixNano: BigInt(record.timeUnixNano ?? record.observedTimeUnixNano ?? 0),
      name: record.eventName ?? (own.get('event.name') as string | undefined) ?? '',
      attributes: own,
      droppedAttributesCount: 0,
    })
  }
}
